// The table of routes between the window's page and the server; shops know none of them.

export interface WindowRoute {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly title: string;
}

// biome-ignore format: a table
export const windowRoutes = [
  { name: 'page',    method: 'GET',  path: '/window/:id',         title: '결제창' },
  { name: 'handoff', method: 'GET',  path: '/window/:id/handoff', title: '결과 전달' },
  { name: 'state',   method: 'GET',  path: '/window/:id/state',   title: '결제창의 상태' },
  { name: 'pay',     method: 'POST', path: '/window/:id/pay',     title: '결제 시도' },
  { name: 'close',   method: 'POST', path: '/window/:id/close',   title: '닫기' },
] as const satisfies readonly WindowRoute[];

export type WindowRouteName = (typeof windowRoutes)[number]['name'];
