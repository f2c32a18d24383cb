<?php
// A shop's own integration, in the manner of the manual: what became of one payment.
$domain = getenv('PAY_DOMAIN');

/* token */
$headers = array(
    "content-type: application/json; charset=utf-8",
);
$body = json_encode(array(
    'pay2_id' => getenv('PAY_ID'),
    'pay2_key' => getenv('PAY_KEY'),
), JSON_UNESCAPED_UNICODE);

$ch = curl_init();
curl_setopt($ch, CURLOPT_URL, $domain . "/payAuth/token");
curl_setopt($ch, CURLOPT_POST, false);
curl_setopt($ch, CURLOPT_POSTFIELDS, $body);
curl_setopt($ch, CURLOPT_RETURNTRANSFER, true);
curl_setopt($ch, CURLOPT_CONNECTTIMEOUT, 10);
curl_setopt($ch, CURLOPT_TIMEOUT, 20);
curl_setopt($ch, CURLOPT_HTTPHEADER, $headers);
$answer = json_decode(curl_exec($ch), true);
curl_close($ch);

/* look-up */
if ($answer['RTN_CD'] == '0000') {
    $headers = array(
        "Content-Type: application/json",
        "TOKEN: " . $answer['TOKEN'],
    );
    $body = json_encode(array(
        'tid' => getenv('PAY_TID'),
    ), JSON_UNESCAPED_UNICODE);

    $ch = curl_init();
    curl_setopt($ch, CURLOPT_URL, $domain . "/api/paycert");
    curl_setopt($ch, CURLOPT_POST, false);
    curl_setopt($ch, CURLOPT_POSTFIELDS, $body);
    curl_setopt($ch, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($ch, CURLOPT_CONNECTTIMEOUT, 10);
    curl_setopt($ch, CURLOPT_TIMEOUT, 20);
    curl_setopt($ch, CURLOPT_HTTPHEADER, $headers);
    $response = curl_exec($ch);
    curl_close($ch);
    var_dump($response);
}
