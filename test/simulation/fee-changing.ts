// The operator changes the fee of a contract for sales of before, until he hears that it is done.
import type { Contract, ContractId, MerchantId } from '../../core/merchant/merchant.ts';
import { businessDate, instant } from '../../core/time/instant.ts';
import { changeFees } from '../../server/settlement/fee-change.ts';
import { someProcess } from './draws.ts';
import type { FeeChangeAsked } from './history.ts';
import type { Process } from './process.ts';
import type { Run } from './run.ts';
import { serve } from './serving.ts';

const dayMs = 86_400_000;

export function changeSomeFee(run: Run): void {
  const { history, stage } = run;
  const { dice } = stage;
  const process = someProcess(run);
  if (process === null) return;
  const contract = drawContract(run);
  const now = process.parts.clock.now();
  const asked: FeeChangeAsked = {
    mark: `f${history.feeChanges.length + 1}`,
    ...{ merchantId: contract.merchantId, contractId: contract.id },
    // Every change has a rate of its own, by which the auditor knows it.
    feeRate: dice.pick([0, 1_100, 2_300, 3_500]) + 10 * history.feeChanges.length + 3,
    from: businessDate(instant(now - dice.pick([0, 0, 1, 2, 5]) * dayMs)),
    ...{ askedAt: now, done: false },
  };
  history.feeChanges.push(asked);
  askForChange(run, process, asked);
}

/** Mostly one that something was sold under. */
function drawContract({ history, shops, stage }: Run): Contract {
  const { dice } = stage;
  const sold = history.orders.filter(({ answer }) => answer.told === 'approved');
  const order = sold.length > 0 && dice.chance(0.7) ? dice.pick(sold) : null;
  const credential = order?.world.split('/')[1];
  const found = shops.callers.find((caller) => caller.credential.id === credential);
  return (found ?? dice.pick(shops.callers)).contract;
}

function askForChange(run: Run, process: Process, asked: FeeChangeAsked): void {
  const { mark, merchantId, contractId, feeRate, from } = asked;
  const what = `fee of ${feeRate} from ${from}`;
  run.stage.trace.say(process.actor.name, `asked ${mark}: ${what}`);
  const contract = { merchantId: merchantId as MerchantId, id: contractId as ContractId };
  serve(run, process, {
    mark,
    work: () =>
      changeFees(process.parts, contract, {
        ...{ rates: { credit: feeRate, check: feeRate }, reason: mark },
        from: from as Parameters<typeof changeFees>[2]['from'],
      }),
    about: () => '',
    read: (changed) =>
      changed === null ? 'too many' : `${changed.sales} sales, ${changed.adjustments} adjusted`,
    broken: 'broken',
    hear: (_, outcome) => {
      asked.done = outcome !== null;
    },
  });
}

/** An operator who heard nothing asks again; false when he has heard of all. */
export function askForUnheard(run: Run): boolean {
  const unheard = run.history.feeChanges.find(({ done }) => !done);
  if (unheard === undefined) return false;
  const process = someProcess(run);
  if (process !== null) askForChange(run, process, unheard);
  return true;
}

export function askForUnheardChange(run: Run): void {
  askForUnheard(run);
}
