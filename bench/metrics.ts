// What the gateway counts about itself: the sizes of its batches, by stage of a payment.
export type Stage = 'store-intents' | 'bank-authorise' | 'store-outcomes';

export const stages: readonly Stage[] = ['store-intents', 'bank-authorise', 'store-outcomes'];

/** Samples of the gateway's own figures by their full name. */
export type Metrics = ReadonlyMap<string, number>;

export async function readMetrics(url: string): Promise<Metrics> {
  const response = await fetch(`${url}/metrics`);
  const lines = (await response.text()).split('\n').filter((line) => line.startsWith('gyeol_'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** The mean batch of each stage that wrote anything between two looks. */
export function batchesBetween(before: Metrics, after: Metrics): Partial<Record<Stage, number>> {
  const grown = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  const sizes = stages.map((stage) => {
    const of = (part: string) => grown(`gyeol_commit_batch_size_${part}{statement="${stage}"}`);
    return [stage, of('sum') / of('count')] as const;
  });
  return Object.fromEntries(sizes.filter(([, size]) => Number.isFinite(size)));
}
