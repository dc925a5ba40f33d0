-- When what stands here was told, by the id of the message: what was told before is not taken over when it comes again
-- or late, as when a queue is told everything of three days once more. NULL: before this was noted.
ALTER TABLE warehouses ADD COLUMN told_at timestamptz;
