# syntax=docker/dockerfile:1
# Kartka for production: the source as it is, the built console and the packages it runs on. One image for both roles.

FROM node:24-slim AS install
WORKDIR /app
# Everything that is needed to build; what changes rarely comes first, so that it is kept between builds.
COPY package.json package-lock.json ./
COPY patches ./patches
RUN npm ci --no-audit --no-fund

FROM install AS build
COPY tsconfig.json ./
COPY locales ./locales
COPY src ./src
# The image brings its own Node, so the one that npm installs stays behind.
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/node node_modules/.bin

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY package.json LICENSE* ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY migrations ./migrations
COPY locales ./locales
COPY bots ./bots
COPY src ./src
USER node
EXPOSE 3000
# A worker answers here too: it serves health and metrics and nothing else.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and hears SIGTERM: it finishes what it has begun and then ends.
STOPSIGNAL SIGTERM
CMD ["node", "--max-semi-space-size=128", "--scavenger-max-new-space-capacity-mb=64", "src/main.ts"]
