-- Reads with keys, lines of a file taken by chance: the key, a tab, the path.
--
--   wrk -t 1 … -s reads.lua URL -- FILE MILLISECONDS
--
-- MILLISECONDS is how long a connection waits between two of them, on average: nobody asks at the same moment as all
-- others.

function init(arguments)
    lines = {}
    for line in io.lines(arguments[1]) do lines[#lines + 1] = line end
    pause = tonumber(arguments[2])
    -- By the file's name: programs that ask side by side must not ask and pause in step.
    local seed = pause
    for place = 1, #arguments[1] do seed = (seed * 31 + arguments[1]:byte(place)) % 2147483648 end
    math.randomseed(seed)
end

function delay()
    return math.random(0, 2 * pause)
end

function request()
    local line = lines[math.random(#lines)]
    local tab = line:find("\t", 1, true)
    return wrk.format("GET", line:sub(tab + 1), { ["Authorization"] = "Bearer " .. line:sub(1, tab - 1) })
end

-- In the manner of wrk's own lines, which leave this one out.
function done(summary, latency, requests)
    io.write(string.format("     95%% %.2fms\n", latency:percentile(95) / 1000))
end
