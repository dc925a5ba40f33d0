-- Posts signed webhooks, each line of a file once: the signature, a tab, the body.
--
--   wrk -t 2 … -s webhooks.lua URL -- FILE THREADS [MILLISECONDS]
--
-- MILLISECONDS is the pause of a connection between two of them; without it they follow as fast as they are answered.

local number = 0

function setup(thread)
    thread:set("place", number)
    number = number + 1
end

function init(arguments)
    local threads = tonumber(arguments[2])
    pause = tonumber(arguments[3] or "0")
    lines, given, sent = {}, 0, 0
    for line in io.lines(arguments[1]) do
        if given % threads == place then lines[#lines + 1] = line end
        given = given + 1
    end
    if pause > 0 then
        delay = function() return pause end
    end
end

function request()
    local line = lines[sent % #lines + 1]
    sent = sent + 1
    local tab = line:find("\t", 1, true)
    return wrk.format(
        "POST", nil, { ["Content-Type"] = "application/json", ["Authorization"] = line:sub(1, tab - 1) },
        line:sub(tab + 1))
end
