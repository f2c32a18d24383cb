// How a plain value becomes a type of its own, so that two ids cannot be exchanged by mistake.

declare const brand: unique symbol;

export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
