<?php
// A shop's own integration, in the manner of the manual: a token, then one keyed-in payment.
$domain = getenv('PAY_DOMAIN');

/* token */
$headers = array();
array_push($headers, "content-type: application/json; charset=utf-8");

$body = json_encode(array(
    'pay2_id' => getenv('PAY_ID'),
    'pay2_key' => getenv('PAY_KEY'),
), TRUE);

$ch = curl_init();
curl_setopt($ch, CURLOPT_URL, $domain . "/payAuth/token");
curl_setopt($ch, CURLOPT_POST, false);
curl_setopt($ch, CURLOPT_POSTFIELDS, $body);
curl_setopt($ch, CURLOPT_RETURNTRANSFER, true);
curl_setopt($ch, CURLOPT_CONNECTTIMEOUT, 3);
curl_setopt($ch, CURLOPT_TIMEOUT, 20);
curl_setopt($ch, CURLOPT_HTTPHEADER, $headers);
$answer = json_decode(curl_exec($ch), TRUE);
curl_close($ch);

/* payment */
if ($answer['RTN_CD'] == '0000') {
    $headers = array();
    array_push($headers, "content-type: application/json; charset=utf-8");
    array_push($headers, "ApiKey: " . getenv('PAY_KEY'));
    array_push($headers, "TOKEN: " . $answer['TOKEN']);

    // Hangul leaves json_encode as \u escapes, as it does in every shop that follows the manual.
    $body = json_encode(array(
        'API_ID' => getenv('PAY_ID'),
        'ORDERNO' => getenv('PAY_ORDER'),
        'PRODUCTNAME' => '유자차 선물 세트',
        'AMOUNT' => '15000',
        'BUYERNAME' => '김결',
        'BUYEREMAIL' => 'gyeol@example.com',
        'CARDNO' => '4111111111111111',
        'EXPIREDT' => '3012',
        'PRODUCTCODE' => '',
        'BUYERID' => 'gyeol',
        'BUYERADDRESS' => '서울시 종로구 "1층"',
        'BUYERPHONE' => '010-0000-0000',
        'QUOTA' => '00',
        'ETC1' => '선물 포장',
        'ETC2' => '',
        'ETC3' => '',
        'ETC4' => '',
        'ETC5' => '끝',
    ), TRUE);

    $ch = curl_init();
    curl_setopt($ch, CURLOPT_URL, $domain . "/keyin/payment");
    curl_setopt($ch, CURLOPT_POST, false);
    curl_setopt($ch, CURLOPT_POSTFIELDS, $body);
    curl_setopt($ch, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($ch, CURLOPT_CONNECTTIMEOUT, 3);
    curl_setopt($ch, CURLOPT_TIMEOUT, 20);
    curl_setopt($ch, CURLOPT_HTTPHEADER, $headers);
    $response = curl_exec($ch);
    curl_close($ch);
    var_dump($response);
}
