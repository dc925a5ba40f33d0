-- As of when a level's first figure is, where a channel told it: what had left before is not in it. NULL: nobody has
-- counted it, or a person has.
ALTER TABLE levels ADD COLUMN figure_at timestamptz;

-- When the last left of what a line tells as handed over; NULL: nothing has left. Of older lines that was not kept. It
-- was before now, so that it is in no figure that is still to come.
ALTER TABLE unmapped_lines ADD COLUMN left_at timestamptz DEFAULT now();
ALTER TABLE unmapped_lines ALTER COLUMN left_at DROP DEFAULT;
