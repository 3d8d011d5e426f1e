# syntax=docker/dockerfile:1
# One binary that holds server, migrations, presets and the browser app.

FROM rust:1.95-bookworm AS build
RUN rustup target add wasm32-unknown-unknown
# A Japanese font for PDFs.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk
WORKDIR /source
COPY . .
ENV CARGO_TARGET_DIR=/target
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/target \
    cargo xtask build --release && cp /target/release/madoguchi /madoguchi

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /usr/share/fonts/opentype/noto /usr/share/fonts/opentype/noto
COPY --from=build /madoguchi /usr/local/bin/madoguchi
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/madoguchi"]
CMD ["serve"]
