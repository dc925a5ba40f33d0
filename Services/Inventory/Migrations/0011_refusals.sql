-- What a channel has not taken of a product: it is told again, ever later, until it takes it.
ALTER TABLE pushes ADD COLUMN refused text NOT NULL DEFAULT '';        -- its SKUs and warehouses; empty: none
ALTER TABLE pushes ADD COLUMN refusals bigint NOT NULL DEFAULT 0;      -- answers with a refusal since it took all
