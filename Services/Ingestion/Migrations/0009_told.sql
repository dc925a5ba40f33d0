-- When the channel says that the authorization ends, where that is before the end of the refresh token; forgotten when
-- the seller agrees anew.
ALTER TABLE accounts ADD COLUMN told_end timestamptz;
-- Since when a parcel's label is waited for: a channel that never makes it must not keep the parcel for ever.
ALTER TABLE ship_wishes ADD COLUMN label_since timestamptz;
