// The table of terms that a buyer agrees to: each with its title and its sentences, in two languages.

export type Term = 'service' | 'privacy' | 'sharing' | 'recurring';

interface Text {
  readonly title: string;
  readonly sentences: readonly string[];
}

// biome-ignore format: a table
export const termsTexts: Readonly<Record<Term, Readonly<Record<'ko' | 'en', Text>>>> = {
  service: {
    ko: {
      title: '전자금융거래 이용약관',
      sentences: [
        '회사는 전자지급결제대행 사업자로서 이용자가 상점에서 산 상품의 대금을 카드사 또는 은행에 청구하고 그 결과를 상점에 전달합니다.',
        '이용자가 승인을 요청하면 거래 지시가 이루어지며, 승인이 끝나기 전에는 취소 버튼으로 철회할 수 있습니다. 승인된 뒤의 취소와 환불은 상점에 신청합니다.',
        '회사의 고의나 과실로 사고가 생기면 회사가 책임을 집니다. 이용자가 결제수단을 남에게 빌려주거나 비밀번호를 알려 준 경우에는 이용자가 책임을 질 수 있습니다.',
        '거래 기록은 5년간 보관하며 이용자가 요청하면 알려 드립니다. 1만원 이하 거래의 기록은 1년간 보관합니다.',
      ],
    },
    en: {
      title: 'Terms of electronic payment',
      sentences: [
        'As a payment gateway we charge your card company or bank for what you buy at the shop, and tell the shop the result.',
        'Your request for approval is an order to pay. Until it is approved you may withdraw it with the cancel button; later, please ask the shop for a cancel or refund.',
        'We answer for accidents caused by our intent or negligence. You may be liable where you lent your card or told somebody your password.',
        'Records of the transaction are kept for five years and shown to you on request; those of up to 10,000 won for one year.',
      ],
    },
  },
  privacy: {
    ko: {
      title: '개인정보 수집·이용 동의',
      sentences: [
        '목적: 결제 처리, 본인 확인, 부정거래 방지, 결제 내역 안내와 민원 처리',
        '항목: 카드번호 또는 계좌번호, 유효기간, 생년월일 또는 사업자번호, 비밀번호 일부, 이름, 휴대폰번호, 이메일, 주문 내용, 접속 기록',
        '기간: 카드번호와 비밀번호는 승인에만 쓰고 저장하지 않습니다. 거래 기록은 관련 법령이 정한 5년간 보관한 뒤 파기합니다.',
        '동의하지 않을 수 있으나, 그러면 결제할 수 없습니다.',
      ],
    },
    en: {
      title: 'Collection and use of personal data',
      sentences: [
        'For: processing the payment, confirming that it is you, preventing fraud, informing you and answering complaints.',
        'What: card or account number, expiry date, birth date or business number, part of the password, name, mobile number, e-mail, the order, and access records.',
        'How long: card numbers and passwords are used for the approval only and are not stored. Records of the transaction are kept for five years as the law requires, then destroyed.',
        'You may refuse, but then you cannot pay here.',
      ],
    },
  },
  sharing: {
    ko: {
      title: '개인정보 제3자 제공 동의',
      sentences: [
        '받는 곳: 결제를 요청한 상점, 결제수단을 발급한 카드사 또는 은행, 부가통신망(VAN) 사업자',
        '목적: 거래 승인과 취소, 대금 정산, 상품 배송과 고객 응대',
        '항목: 카드사·은행에는 결제수단 정보와 거래 내용을, 상점에는 이름, 연락처, 가려진 카드번호와 결제 결과를 제공합니다.',
        '기간: 목적을 이룰 때까지, 또는 관련 법령이 정한 기간',
      ],
    },
    en: {
      title: 'Sharing of personal data',
      sentences: [
        'With: the shop that asks for the payment, the card company or bank that issued your means of payment, and the network between us.',
        'For: approval and cancel, settlement, delivery and customer service.',
        'What: the card company or bank gets your payment details and the transaction; the shop gets your name, contact details, the masked card number and the result.',
        'How long: until the purpose is fulfilled, or as long as the law requires.',
      ],
    },
  },
  recurring: {
    ko: {
      title: '결제수단 등록과 자동결제 동의',
      sentences: [
        '입력한 카드 또는 계좌를 이 상점의 결제수단으로 등록하고, 이후 상점이 요청하는 대금을 결제창 없이 결제하는 데 동의합니다.',
        '등록 정보는 카드사·은행이 발급한 식별값으로만 보관하며, 카드번호와 계좌번호는 상점에 전달하지 않습니다.',
        '등록은 언제든지 상점에 요청해 해지할 수 있고, 해지한 뒤에는 결제되지 않습니다.',
      ],
    },
    en: {
      title: 'Saving your card or account for later payments',
      sentences: [
        'The card or account is saved for this shop, which may later charge what you owe it without opening this window.',
        'What is saved is an identifier given by the card company or bank; the shop never gets the number.',
        'You may have it removed at any time by asking the shop; after that it is not charged.',
      ],
    },
  },
};
