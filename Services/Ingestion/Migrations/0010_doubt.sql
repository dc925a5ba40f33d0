-- Since when the channel has taken the ship call of a parcel and shows it as not shipped: nobody waits for ever.
ALTER TABLE ship_wishes ADD COLUMN called_since timestamptz;
