-- VSOA in Wireshark: every field of every packet, on any TCP or UDP port. How to install it is in README.md beside this.

local HEADER = 20
local MAGIC = 0x29
local MAX_TCP = 262144
local MAX_UDP = 65507
local POSITION_PORT = 54

local SERVINFO, RPC, SUBSCRIBE, UNSUBSCRIBE, PUBLISH = 0x00, 0x01, 0x02, 0x03, 0x04
local DATAGRAM, QOSSETUP, NOOP, PINGECHO = 0x05, 0x06, 0xfe, 0xff
local REPLY, TUNNEL, SET, RESERVED = 0x01, 0x02, 0x04, 0x38

local types = {
  [SERVINFO] = "SERVINFO", [RPC] = "RPC", [SUBSCRIBE] = "SUBSCRIBE", [UNSUBSCRIBE] = "UNSUBSCRIBE",
  [PUBLISH] = "PUBLISH", [DATAGRAM] = "DATAGRAM", [QOSSETUP] = "QOSSETUP", [NOOP] = "NOOP", [PINGECHO] = "PINGECHO",
}
local statuses = {
  [0] = "success", [1] = "password", [2] = "arguments", [3] = "invalid URL", [4] = "no responding",
  [5] = "no permissions", [6] = "no memory", [7] = "proxy error",
}

local vsoa = Proto("vsoa", "VSOA")
local position = Proto("vsoa_position", "VSOA position server")
local json = Dissector.get("json")

local f = {
  magic = ProtoField.uint8("vsoa.magic", "Magic and version", base.HEX),
  type = ProtoField.uint8("vsoa.type", "Type", base.HEX, types),
  flags = ProtoField.uint8("vsoa.flags", "Flags", base.HEX),
  reply = ProtoField.bool("vsoa.flags.reply", "Reply", 8, nil, REPLY),
  tunnel = ProtoField.bool("vsoa.flags.tunnel", "Tunnel id is valid", 8, nil, TUNNEL),
  set = ProtoField.bool("vsoa.flags.set", "SET (else GET)", 8, nil, SET),
  reserved = ProtoField.uint8("vsoa.flags.reserved", "Reserved", base.HEX, nil, RESERVED),
  padcount = ProtoField.uint8("vsoa.flags.pad", "Pad bytes", base.DEC, nil, 0xc0),
  status = ProtoField.uint8("vsoa.status", "Status", base.DEC, statuses),
  priority = ProtoField.uint8("vsoa.priority", "Priority", base.DEC),
  seqno = ProtoField.uint32("vsoa.seqno", "Sequence number", base.DEC),
  tunid = ProtoField.uint16("vsoa.tunid", "Tunnel id", base.DEC),
  url_length = ProtoField.uint16("vsoa.url_length", "URL length", base.DEC),
  param_length = ProtoField.uint32("vsoa.param_length", "Param length", base.DEC),
  data_length = ProtoField.uint32("vsoa.data_length", "Data length", base.DEC),
  url = ProtoField.string("vsoa.url", "URL", base.UNICODE),
  param = ProtoField.string("vsoa.param", "Param", base.UNICODE),
  param_bytes = ProtoField.bytes("vsoa.param_bytes", "Param (no UTF-8)"),
  data = ProtoField.bytes("vsoa.data", "Data"),
  pad = ProtoField.bytes("vsoa.pad", "Pad"),
  garbage = ProtoField.bytes("vsoa.garbage", "No packet"),
  length = ProtoField.uint32("vsoa.length", "Length of the packet", base.DEC),
  quick = ProtoField.bool("vsoa.quick", "Quick channel"),
  client_id = ProtoField.uint32("vsoa.client_id", "Client id", base.DEC),
  quick_port = ProtoField.uint16("vsoa.quick_port", "UDP port", base.DEC),
  stream_port = ProtoField.uint16("vsoa.stream_port", "Port of the stream", base.DEC),
  reply_in = ProtoField.framenum("vsoa.reply_in", "Reply in", base.NONE, frametype.RESPONSE),
  request_in = ProtoField.framenum("vsoa.request_in", "Request in", base.NONE, frametype.REQUEST),
  time = ProtoField.relative_time("vsoa.time", "Time since the request"),
}
vsoa.fields = f

local odd = {
  magic = ProtoExpert.new("vsoa.odd.bad_magic", "No packet begins here", expert.group.MALFORMED, expert.severity.ERROR),
  length = ProtoExpert.new("vsoa.odd.bad_length", "The length cannot be", expert.group.MALFORMED, expert.severity.ERROR),
  type = ProtoExpert.new("vsoa.odd.unknown_type", "Unknown type", expert.group.PROTOCOL, expert.severity.WARN),
  channel = ProtoExpert.new("vsoa.odd.wrong_channel", "This type is not for the quick channel", expert.group.PROTOCOL, expert.severity.WARN),
  unaligned = ProtoExpert.new("vsoa.odd.unaligned", "The length is no multiple of 4", expert.group.PROTOCOL, expert.severity.WARN),
  utf8 = ProtoExpert.new("vsoa.odd.bad_utf8", "The url is no UTF-8", expert.group.PROTOCOL, expert.severity.WARN),
  url = ProtoExpert.new("vsoa.odd.url", "The url does not begin with /", expert.group.PROTOCOL, expert.severity.WARN),
  reserved = ProtoExpert.new("vsoa.odd.reserved", "Reserved flags are set", expert.group.PROTOCOL, expert.severity.NOTE),
  failed = ProtoExpert.new("vsoa.failed", "The server refused", expert.group.RESPONSE_CODE, expert.severity.NOTE),
}
vsoa.experts = { odd.magic, odd.length, odd.type, odd.channel, odd.unaligned, odd.utf8, odd.url, odd.reserved, odd.failed }

-- Requests that a reply may still come for, and what was found of each, by frame. Forgotten when a file is opened.
local waiting, pairs_of = {}, {}
-- What the packets of a frame say in the list.
local summaries = {}

function vsoa.init()
  waiting, pairs_of = {}, {}
end

local function is_utf8(text)
  local at, length = 1, #text
  while at <= length do
    local byte = text:byte(at)
    local more
    if byte < 0x80 then more = 0
    elseif byte >= 0xc2 and byte < 0xe0 then more = 1
    elseif byte >= 0xe0 and byte < 0xf0 then more = 2
    elseif byte >= 0xf0 and byte < 0xf5 then more = 3
    else return false end
    if more > 0 then
      local next_byte = text:byte(at + 1)
      if not next_byte then return false end
      -- Too long, half of a surrogate pair, or beyond the last character.
      if (byte == 0xe0 and next_byte < 0xa0) or (byte == 0xed and next_byte > 0x9f) then return false end
      if (byte == 0xf0 and next_byte < 0x90) or (byte == 0xf4 and next_byte > 0x8f) then return false end
    end
    for follow = 1, more do
      local continued = text:byte(at + follow)
      if not continued or continued < 0x80 or continued > 0xbf then return false end
    end
    at = at + more + 1
  end
  return true
end

local function declared_length(tvb, at)
  local pad = bit32.rshift(tvb(at + 2, 1):uint(), 6)
  return HEADER + tvb(at + 10, 2):uint() + tvb(at + 12, 4):uint() + tvb(at + 16, 4):uint() + pad
end

local function status_name(status)
  return statuses[status] or (status >= 128 and "server status " .. status or "status " .. status)
end

-- Whether a packet begins here, judged strictly: nobody said that this is VSOA.
local function is_plausible(tvb, limit)
  if tvb:len() < HEADER or tvb(0, 1):uint() ~= MAGIC or not types[tvb(1, 1):uint()] then return false end
  if bit32.band(tvb(2, 1):uint(), RESERVED) ~= 0 then return false end
  local length = declared_length(tvb, 0)
  if length > limit or length % 4 ~= 0 then return false end
  return tvb:len() == HEADER or tvb(10, 2):uint() == 0 or tvb(20, 1):uint() == 0x2f
end

local function ends(pinfo, swapped)
  local from, to = tostring(pinfo.src) .. " " .. pinfo.src_port, tostring(pinfo.dst) .. " " .. pinfo.dst_port
  if swapped then from, to = to, from end
  return from .. " " .. to
end

-- Finds the other one of request and reply. Packets are met in order once; later they may be met in any.
local function pair(pinfo, code, flags, seqno, url)
  local is_reply = bit32.band(flags, REPLY) ~= 0
  local key = ends(pinfo, is_reply) .. " " .. code .. " " .. seqno
  local own = pinfo.number .. " " .. key
  if not pinfo.visited then
    if not is_reply then
      waiting[key] = { frame = pinfo.number, time = pinfo.abs_ts, url = url }
    elseif waiting[key] then
      local request = waiting[key]
      pairs_of[own] = { other = request.frame, time = pinfo.abs_ts - request.time, url = request.url }
      local back = request.frame .. " " .. key
      pairs_of[back] = pairs_of[back] or { other = pinfo.number }
    end
  end
  return pairs_of[own], is_reply
end

-- Answers the url that a reply is about, which is only in its request.
local function show_pair(pinfo, tree, code, flags, seqno, url)
  if code ~= SERVINFO and code ~= RPC and code ~= SUBSCRIBE and code ~= UNSUBSCRIBE and code ~= PINGECHO then return url end
  local found, is_reply = pair(pinfo, code, flags, seqno, url)
  if not found then return url end
  if not is_reply then
    tree:add(f.reply_in, found.other):set_generated()
    return url
  end
  tree:add(f.request_in, found.other):set_generated()
  local seconds = math.floor(found.time)
  tree:add(f.time, NSTime.new(seconds, math.floor((found.time - seconds) * 1e9 + 0.5))):set_generated()
  return url ~= "" and url or found.url
end

local function summary(code, flags, status, url, tunid)
  local words = { types[code] or string.format("Unknown type 0x%02x", code) }
  if code == RPC and bit32.band(flags, REPLY) == 0 then words[#words + 1] = bit32.band(flags, SET) ~= 0 and "SET" or "GET" end
  if code == QOSSETUP then words[#words + 1] = "priority " .. status
  elseif bit32.band(flags, REPLY) ~= 0 then words[#words + 1] = "reply: " .. status_name(status) end
  if url ~= "" then words[#words + 1] = url end
  if code == RPC and bit32.band(flags, REPLY + TUNNEL) == REPLY + TUNNEL then words[#words + 1] = "stream " .. tunid end
  return table.concat(words, " ")
end

local function show_garbage(tvb, tree, why)
  local item = tree:add(vsoa, tvb(), "VSOA: no packet")
  if tvb:len() > 0 then item:add(f.garbage, tvb()) end
  item:add_proto_expert_info(why)
  summaries[#summaries + 1] = "[no packet]"
end

local function show_flags(tvb, tree, flags)
  local item = tree:add(f.flags, tvb(2, 1))
  for _, field in ipairs({ f.padcount, f.reserved, f.set, f.tunnel, f.reply }) do item:add(field, tvb(2, 1)) end
  if bit32.band(flags, RESERVED) ~= 0 then item:add_proto_expert_info(odd.reserved) end
end

local function show_param(range, pinfo, tree)
  local text = range:raw()
  if not is_utf8(text) then
    tree:add(f.param_bytes, range)
    return
  end
  local item = tree:add(f.param, range, text)
  if json and text:find("^[%[{\"%-%dtfn]") then json:call(range:tvb(), pinfo, item) end
end

-- What a handshake's answer carries as data, and where a stream is.
local function show_meaning(tvb, tree, code, flags, status, data_at, data_length)
  local is_reply = bit32.band(flags, REPLY) ~= 0
  if code == SERVINFO and is_reply and status == 0 and (data_length == 4 or data_length == 6) then
    tree:add(f.client_id, tvb(data_at, 4))
    if data_length == 6 then tree:add(f.quick_port, tvb(data_at + 4, 2)) end
  elseif code == SERVINFO and not is_reply and bit32.band(flags, TUNNEL) ~= 0 then
    tree:add(f.quick_port, tvb(8, 2))
  elseif code == RPC and is_reply and bit32.band(flags, TUNNEL) ~= 0 then
    tree:add(f.stream_port, tvb(8, 2))
  end
end

-- One packet that is whole, or cut by the capture.
local function show_packet(tvb, pinfo, tree, quick)
  local code, flags, status = tvb(1, 1):uint(), tvb(2, 1):uint(), tvb(3, 1):uint()
  local seqno, tunid = tvb(4, 4):uint(), tvb(8, 2):uint()
  local url_length, param_length, data_length = tvb(10, 2):uint(), tvb(12, 4):uint(), tvb(16, 4):uint()
  local length = declared_length(tvb, 0)
  local item = tree:add(vsoa, tvb(0, math.min(length, tvb:len())))
  item:add(f.magic, tvb(0, 1))
  local type_item = item:add(f.type, tvb(1, 1))
  show_flags(tvb, item, flags)
  local status_item = item:add(f.status, tvb(3, 1))
  if code == QOSSETUP then item:add(f.priority, tvb(3, 1)) end
  item:add(f.seqno, tvb(4, 4))
  item:add(f.tunid, tvb(8, 2))
  item:add(f.url_length, tvb(10, 2))
  item:add(f.param_length, tvb(12, 4))
  item:add(f.data_length, tvb(16, 4))

  local at, url, is_whole = HEADER, "", tvb:len() >= length
  local function take(count)
    local range = count > 0 and at + count <= tvb:len() and tvb(at, count) or nil
    at = at + count
    return range
  end
  local url_range = take(url_length)
  if url_range then
    url = url_range:raw()
    local url_item = item:add(f.url, url_range, url)
    if not is_utf8(url) then url_item:add_proto_expert_info(odd.utf8)
    elseif url:sub(1, 1) ~= "/" then url_item:add_proto_expert_info(odd.url) end
  end
  local param_range = take(param_length)
  if param_range then show_param(param_range, pinfo, item) end
  local data_at = at
  local data_range = take(data_length)
  if data_range then item:add(f.data, data_range) end
  local pad_range = take(bit32.rshift(flags, 6))
  if pad_range then item:add(f.pad, pad_range) end
  if is_whole then show_meaning(tvb, item, code, flags, status, data_at, data_length) end

  item:add(f.length, length):set_generated()
  item:add(f.quick, quick):set_generated()
  if quick and code == DATAGRAM and seqno ~= 0 then item:add(f.client_id, tvb(4, 4)):set_generated() end
  local about = quick and url or show_pair(pinfo, item, code, flags, seqno, url)
  if not types[code] then type_item:add_proto_expert_info(odd.type)
  elseif quick and code ~= PUBLISH and code ~= DATAGRAM then type_item:add_proto_expert_info(odd.channel) end
  if length % 4 ~= 0 then item:add_proto_expert_info(odd.unaligned) end
  if bit32.band(flags, REPLY) ~= 0 and code ~= QOSSETUP and status ~= 0 then
    status_item:append_text(" (" .. status_name(status) .. ")")
    status_item:add_proto_expert_info(odd.failed)
  end
  local text = summary(code, flags, status, about, tunid)
  item:append_text(", " .. text)
  summaries[#summaries + 1] = text
end

-- The columns are set last: the dissector for JSON writes to them too.
local function set_columns(pinfo)
  pinfo.cols.protocol:set("VSOA")
  pinfo.cols.info:set(table.concat(summaries, " | "))
end

local function tcp_length(tvb, pinfo, at)
  if tvb(at, 1):uint() ~= MAGIC then return tvb:len() - at end
  local length = declared_length(tvb, at)
  return length > MAX_TCP and tvb:len() - at or length
end

local function tcp_packet(tvb, pinfo, tree)
  if tvb(0, 1):uint() ~= MAGIC then show_garbage(tvb, tree, odd.magic)
  elseif tvb:len() < HEADER or declared_length(tvb, 0) > MAX_TCP then show_garbage(tvb, tree, odd.length)
  else show_packet(tvb, pinfo, tree, false) end
  return tvb:len()
end

local function udp_packet(tvb, pinfo, tree)
  local length = tvb:len() >= HEADER and declared_length(tvb, 0)
  if tvb:len() > 0 and tvb(0, 1):uint() ~= MAGIC then show_garbage(tvb, tree, odd.magic)
  elseif length ~= tvb:reported_len() or length > MAX_UDP then show_garbage(tvb, tree, odd.length)
  else show_packet(tvb, pinfo, tree, true) end
end

-- pinfo.port_type of Wireshark: 2 is TCP, 3 is UDP.
function vsoa.dissector(tvb, pinfo, tree)
  summaries = {}
  if pinfo.port_type == 3 then
    udp_packet(tvb, pinfo, tree)
  elseif tvb(0, 1):uint() ~= MAGIC then
    -- Shorter than a header perhaps, so that nothing is waited for.
    show_garbage(tvb, tree, odd.magic)
  else
    dissect_tcp_pdus(tvb, tree, HEADER, tcp_length, tcp_packet)
  end
  if #summaries > 0 then set_columns(pinfo) end
  return tvb:len()
end

vsoa:register_heuristic("tcp", function(tvb, pinfo, tree)
  if not is_plausible(tvb, MAX_TCP) then return false end
  pinfo.conversation = vsoa
  vsoa.dissector(tvb, pinfo, tree)
  return true
end)

vsoa:register_heuristic("udp", function(tvb, pinfo, tree)
  if not is_plausible(tvb, MAX_UDP) or declared_length(tvb, 0) ~= tvb:reported_len() then return false end
  local code = tvb(1, 1):uint()
  if code ~= PUBLISH and code ~= DATAGRAM then return false end
  pinfo.conversation = vsoa
  vsoa.dissector(tvb, pinfo, tree)
  return true
end)

-- Queries to a position server, and its answers: JSON in UDP.
function position.dissector(tvb, pinfo, tree)
  local item = tree:add(position, tvb())
  if json and tvb:len() > 0 then json:call(tvb, pinfo, item) end
  local text = tvb:len() > 0 and tvb(0, math.min(200, tvb:len())):raw() or ""
  pinfo.cols.protocol:set("VSOA position")
  pinfo.cols.info:set((pinfo.dst_port == POSITION_PORT and "Query " or "Position ") .. (is_utf8(text) and text or ""))
  return tvb:len()
end
DissectorTable.get("udp.port"):add(POSITION_PORT, position)

position:register_heuristic("udp", function(tvb, pinfo, tree)
  if tvb:len() < 2 or tvb:len() > 4096 or tvb(0, 1):uint() ~= 0x7b then return false end
  local text = tvb():raw()
  local name, domain = '"name"%s*:%s*"[^"]*"', '"domain"%s*:%s*-?%d+'
  local is_query = false
  for _, members in ipairs({ name, name .. "%s*,%s*" .. domain, domain .. "%s*,%s*" .. name }) do
    is_query = is_query or text:find("^{%s*" .. members .. "%s*}%s*$") ~= nil
  end
  if not is_query then return false end
  pinfo.conversation = position
  position.dissector(tvb, pinfo, tree)
  return true
end)
