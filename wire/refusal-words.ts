// The tables of Korean words for what is wrong with a body or a field, shared by the dialects.
import type { BodyFault, FieldProblem, Refusal } from '../core/refusal.ts';
import { isoTime } from '../core/time/instant.ts';

// biome-ignore format: a table
const bodyFaults = {
  'syntax':          'JSON 또는 폼 형식에 맞지 않는 글자가 있습니다.',
  'trailing-comma':  '마지막 항목 뒤의 쉼표(trailing comma)를 지워 주세요.',
  'duplicate-key':   '같은 항목이 서로 다른 값으로 두 번 있습니다.',
  'null-character':  'NUL 문자는 보낼 수 없습니다.',
  'too-deep':        '너무 깊게 중첩되어 있습니다.',
  'too-many-fields': '항목이 너무 많습니다.',
  'not-an-object':   'JSON 객체({ }) 하나여야 합니다.',
  'empty':           '본문이 비어 있습니다.',
  'encoding':        'UTF-8 문자가 아닙니다.',
  'too-large':       '본문이 너무 큽니다.',
} as const satisfies Record<BodyFault, string>;

// biome-ignore format: a table
const fieldProblems: { readonly [Is in FieldProblem['is']]: (problem: FieldProblem & { is: Is }) => string } = {
  'missing':             () => '필수 항목입니다.',
  'repeated':            () => '서로 다른 값으로 두 번 있습니다.',
  'wrong-type':          () => '문자열이어야 합니다.',
  'too-long':            ({ limit }) => `${limit}자를 넘을 수 없습니다.`,
  'malformed':           ({ expected }) => `형식이 올바르지 않습니다. (${expected})`,
  'forbidden-character': ({ character }) => `사용할 수 없는 문자가 있습니다. (${character})`,
  'out-of-range':        ({ expected }) => `허용되지 않는 값입니다. (${expected})`,
};

/** Names fields as the wire does: the core speaks of `amount` where the caller sent AMOUNT. */
export interface FieldNames {
  wireNameOf(means: string): string | undefined;
}

/** A sentence of a dialect with what the refusal knows in its braces. */
export function filledIn(template: string, refusal: Refusal, names?: FieldNames): string {
  switch (refusal.kind) {
    case 'unreadable-body':
      return template
        .replace('{where}', `${refusal.line}행 ${refusal.column}열`)
        .replace('{fault}', bodyFaults[refusal.fault]);
    case 'unfit-field':
      return template
        .replace('{field}', () => names?.wireNameOf(refusal.field) ?? refusal.field)
        .replace('{problem}', () => problemWords(refusal.problem));
    case 'exceeds-cancellable':
      return template.replace('{free}', String(refusal.free));
    case 'schedule-stopped':
    case 'schedule-finished':
      return template.replace('{at}', isoTime(refusal.at).slice(0, 19).replace('T', ' '));
    default:
      return template;
  }
}

function problemWords<Is extends FieldProblem['is']>(problem: FieldProblem & { is: Is }): string {
  return fieldProblems[problem.is as Is](problem);
}
