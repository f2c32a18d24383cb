// What a merchant decided about pages, windows and the form of answers; never about money.

/** Each is a switch of one credential; docs/reference/payple.md tells what clients need which. */
export interface Policy {
  /** Who may open a window, frame it and get its result: scheme, host and port; null is anybody. */
  readonly origins: readonly string[] | null;
  /** Whether the Referer of server calls must be of `origins`; never a proof of anything. */
  readonly referer: 'off' | 'registered';
  /** A window opens only for an order and amount that a server named before. */
  readonly pinnedIntent: boolean;
  /** A page may confirm with the tokens of its own window; needs cross-origin answers. */
  readonly browserConfirm: boolean;
  /** Numbers as the manual's examples show them, or every value as text. */
  readonly numbers: 'manual' | 'text';
  /** Whether password and birth date are asked for and compared. */
  readonly verifiesHolder: boolean;
  /** Settlement rows under DATA, as the manual's table says, or as the array its sample reads. */
  readonly settlementForm: 'object' | 'array';
}

export const usualPolicy: Policy = {
  origins: null,
  referer: 'off',
  pinnedIntent: false,
  browserConfirm: false,
  numbers: 'manual',
  verifiesHolder: true,
  settlementForm: 'object',
};
