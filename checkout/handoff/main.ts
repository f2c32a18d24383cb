// Hands the result to the shop's own page by submitting the form that the page holds.
const form = document.getElementById('handoff');
if (form instanceof HTMLFormElement) form.submit();
