# The images of Mediashare, one target each: upload, web, operator, worker; for development clusters edge, sqs, and dev,
# which is any of the fleets, run from its sources.
# CONTRIBUTING.md, "Images", says how they are built. The order matters to builders without BuildKit, which build every
# stage before the target: what pulls further images stands last.

# Node 24 on Debian, with npm. Pin it by digest where builds must be repeatable to the byte.
ARG BASE_IMAGE=node:24.21.0-trixie-slim
# Holds static /ffmpeg and /ffprobe.
ARG FFMPEG_IMAGE=mwader/static-ffmpeg:9.0.2

FROM ${BASE_IMAGE} AS base
WORKDIR /app
ENV npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_loglevel=error

# The manifests alone, so that a change of code installs nothing anew.
FROM base AS manifests
COPY . .
RUN mkdir /manifests && find . -name package.json -o -name package-lock.json -o -name .npmrc | xargs cp --parents -t /manifests

FROM base AS upload-packages
COPY --from=manifests /manifests ./
RUN npm install --no-save --omit=dev -w services/upload && npm cache clean --force

FROM base AS worker-packages
COPY --from=manifests /manifests ./
RUN npm install --no-save --omit=dev -w services/worker && npm cache clean --force

FROM base AS web-packages
COPY --from=manifests /manifests ./
RUN npm install --no-save --omit=dev -w services/web && npm cache clean --force

FROM base AS operator-packages
COPY --from=manifests /manifests ./
RUN npm install --no-save --omit=dev -w operator/controller && npm cache clean --force

# The edge is a small part of services/local and needs no more than core.
FROM base AS edge-packages
COPY --from=manifests /manifests ./
RUN npm install --no-save --omit=dev -w services/core && npm cache clean --force

FROM base AS sqs-packages
COPY --from=manifests /manifests ./
RUN npm install --no-save --prefix /sqs "fauxqs@$(node -p 'require("./services/local/package.json").dependencies.fauxqs')" \
  && npm cache clean --force

FROM base AS build
COPY --from=manifests /manifests ./
RUN npm install --no-save --include-workspace-root \
  -w services/upload -w services/worker -w services/web -w services/local -w operator/controller
COPY . .
RUN npx tsc -b services/upload services/worker services/web services/local operator/controller \
  && npm run build:ui -w services/web
RUN node images/collect.mjs /out/upload services/upload \
  && node images/collect.mjs /out/worker services/worker \
  && node images/collect.mjs /out/web services/web \
  && node images/collect.mjs /out/operator operator/controller \
  && node images/collect.mjs /out/edge services/core services/local/dist/edge

# What every image runs on: no package manager, nobody's shell account, tini as process 1 to pass signals on and to reap.
FROM ${BASE_IMAGE} AS runtime
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini ca-certificates \
  && rm -rf /var/lib/apt/lists/* /var/log/* /var/cache/debconf/*-old \
    /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* /opt/yarn*
WORKDIR /app
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
USER 10001:10001
ENTRYPOINT ["tini", "--", "node", "--conditions=production"]

FROM runtime AS upload
COPY --from=upload-packages /app/node_modules node_modules
COPY --from=build /out/upload ./
EXPOSE 8081
CMD ["services/upload/dist/main.js"]

FROM runtime AS web
COPY --from=web-packages /app/node_modules node_modules
COPY --from=build /out/web ./
EXPOSE 8080
CMD ["services/web/dist/main.js"]

FROM runtime AS operator
COPY --from=operator-packages /app/node_modules node_modules
COPY --from=build /out/operator ./
EXPOSE 9090
# A small nursery: most of what it reads of the API server is looked at once.
ENTRYPOINT ["tini", "--", "node", "--conditions=production", "--max-semi-space-size=4"]
CMD ["operator/controller/dist/main.js"]

# Stands in for CloudFront in development clusters.
FROM runtime AS edge
COPY --from=edge-packages /app/node_modules node_modules
COPY --from=build /out/edge ./
EXPOSE 8082
CMD ["services/local/dist/edge/main.js"]

# Stands in for SQS in development clusters.
FROM runtime AS sqs
COPY --from=sqs-packages /sqs/node_modules node_modules
EXPOSE 4566
CMD ["node_modules/fauxqs/dist/cli.js"]

# Without an ffmpeg yet.
FROM runtime AS worker-app
COPY --from=worker-packages /app/node_modules node_modules
COPY --from=build /out/worker ./
EXPOSE 9090
CMD ["services/worker/dist/main.js"]

# With the ffmpeg of the base's distribution, and its security updates.
FROM worker-app AS worker-debian
USER root
RUN apt-get update \
  && apt-get install -y --no-install-recommends ffmpeg \
  && rm -rf /var/lib/apt/lists/* /var/log/* /var/cache/debconf/*-old
USER 10001:10001

# A fleet run from its sources, again after each change; skaffold.yaml puts changed files below /tmp/code, as the root is read-only.
FROM build AS dev
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini ffmpeg \
  && rm -rf /var/lib/apt/lists/* /var/log/* /var/cache/debconf/*-old
RUN mkdir /code && mv services operator /code/ \
  && ln -s /tmp/code/services /tmp/code/operator . \
  && ln -s /app/node_modules /code/node_modules
ARG FLEET
ENV FLEET=${FLEET}
USER 10001:10001
ENTRYPOINT ["tini", "--", "images/run-sources"]

FROM ${FFMPEG_IMAGE} AS ffmpeg

# With the current ffmpeg.
FROM worker-app AS worker
COPY --from=ffmpeg /ffmpeg /ffprobe /usr/local/bin/
