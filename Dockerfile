# Every service in one image: `docker run … shop-os inventory migrate`, `docker run … shop-os inventory run`.

FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends pkg-config librabbitmq-dev libpq-dev libcurl4-openssl-dev libssl-dev \
        libjemalloc-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Shared Shared
COPY Services Services
COPY Tests Tests
RUN --mount=type=cache,target=/src/.build \
    swift build -c release --static-swift-stdlib \
    && mkdir -p /out \
    && bin=$(swift build -c release --static-swift-stdlib --show-bin-path) \
    && for service in Services/*; do cp "$bin/$(basename "$service" | tr A-Z a-z)" /out/; done \
    && cp -r "$bin"/*.resources /out/

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates librabbitmq4 libpq5 libcurl4 libssl3 tzdata \
        libjemalloc2 libjs-bootstrap5 libjs-chart.js \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --no-create-home shop
COPY --from=build /out /usr/local/bin
USER shop
# Health is asked for on the admin port, which compose and Kubernetes know.
ENV ADMIN_HOST=0.0.0.0 ADMIN_PORT=9090
EXPOSE 9090
