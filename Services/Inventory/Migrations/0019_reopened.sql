-- Whether an operator has had the order decided anew: who hears of its stock is told the state even where nothing
-- moves, since somebody may have lost it.
ALTER TABLE orders ADD COLUMN is_reopened boolean NOT NULL DEFAULT false;
