-- Closed-loop load for wrk: each request is a full payment with an order number of its own.
-- Arguments after `--`: the file with the parts of the request, the tag of this run, and what an
-- answer says that approves.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local parts = {}
  for part in file:read("*a"):gmatch("[^%z]+") do
    parts[#parts + 1] = part
  end
  file:close()
  head, middle, tail = parts[1], parts[2], parts[3]
  cards = {}
  for index = 4, #parts do
    cards[#cards + 1] = parts[index]
  end
  tag, approved, sent, refused = args[2], args[3], 0, 0
end

function request()
  sent = sent + 1
  local order = string.format("%s%010d", tag, sent)
  return head .. order .. middle .. cards[sent % #cards + 1] .. tail
end

-- The code stands first in the answer, so the search ends after a few characters.
function response(status, headers, body)
  if status ~= 200 or not body:find(approved, 1, true) then
    refused = refused + 1
  end
end

function done(summary, latency, requests)
  local bad = 0
  for _, thread in ipairs(threads) do
    bad = bad + thread:get("refused")
  end
  local errors = summary.errors
  io.write(string.format(
    '\n{"payments":%d,"seconds":%.6f,"refused":%d,"broken":%d,"p50Ms":%.3f,"p99Ms":%.3f}\n',
    summary.requests, summary.duration / 1e6, bad,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
