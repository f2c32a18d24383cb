// The English names of days on which banks are closed; the calendar itself speaks Korean.

// biome-ignore format: a table
const names: Readonly<Record<string, string>> = {
  '토요일':          'Saturday',
  '일요일':          'Sunday',
  '신정':            'New Year’s Day',
  '설날':            'Seollal',
  '삼일절':          'Independence Movement Day',
  '노동절':          'Labour Day',
  '어린이날':        'Children’s Day',
  '부처님오신날':    'Buddha’s Birthday',
  '현충일':          'Memorial Day',
  '제헌절':          'Constitution Day',
  '광복절':          'Liberation Day',
  '추석':            'Chuseok',
  '개천절':          'National Foundation Day',
  '한글날':          'Hangul Day',
  '성탄절':          'Christmas Day',
  '임시공휴일':      'temporary holiday',
  '국군의 날 임시공휴일': 'temporary holiday, Armed Forces Day',
  '국회의원 선거일': 'National Assembly election',
  '대통령 선거일':   'presidential election',
  '지방선거일':      'local elections',
};

const substitute = ' 대체공휴일';

/** What an operator declared has the name that he gave it, which may be in any language. */
export function englishNameOf(name: string): string {
  if (name.endsWith(substitute)) {
    return `substitute for ${englishNameOf(name.slice(0, -substitute.length))}`;
  }
  return names[name] ?? (/^[\x20-\x7e]+$/.test(name) ? name : 'declared holiday');
}
