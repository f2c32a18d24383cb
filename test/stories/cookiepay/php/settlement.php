<?php
// A shop's own integration, in the manner of the manual: what it is paid on one day.
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

/* the day */
if ($answer['RTN_CD'] == '0000') {
    array_push($headers, "TOKEN: " . $answer['TOKEN']);
    $body = json_encode(array(
        'API_ID' => getenv('PAY_ID'),
        'TID' => getenv('PAY_TID'),
        'DATE' => getenv('PAY_DATE'),
    ), TRUE);

    $ch = curl_init();
    curl_setopt($ch, CURLOPT_URL, $domain . "/api/settlement");
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
