<?php
// A shop's own integration, in the manner of the manual: where it pays in before a late cancel.
$domain = getenv('PAY_DOMAIN');

/* token */
$headers = array(
    "content-type: application/json; charset=utf-8",
);
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
$answer = json_decode(curl_exec($ch), true);
curl_close($ch);

/* the account */
if ($answer['RTN_CD'] == '0000') {
    array_push($headers, "TOKEN: " . $answer['TOKEN']);
    array_push($headers, "ApiKey: " . getenv('PAY_KEY'));
    $body = json_encode(array(
        'tid' => getenv('PAY_TID'),
        'reason' => '전체취소',
        'amount' => getenv('PAY_AMOUNT'),
    ), TRUE);

    $ch = curl_init();
    curl_setopt($ch, CURLOPT_URL, $domain . "/api/get_cancel_bank_account");
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
