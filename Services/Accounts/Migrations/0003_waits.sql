-- Whoever makes or drops a month waits alone, not with everybody who writes behind him. He comes again.
ALTER FUNCTION keep_action_partitions() SET lock_timeout = '1s';
