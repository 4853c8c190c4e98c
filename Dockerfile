# syntax=docker/dockerfile:1

# The manifests alone, so that packages are installed anew only when they change.
FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY schema/package.json schema/
COPY server/package.json server/
COPY client/package.json client/
COPY seeds/package.json seeds/
COPY tests/package.json tests/

# Builds the pages. What builds them stays behind in this stage.
FROM manifests AS build
RUN npm ci --no-audit --no-fund
COPY . .
# Whatever the umask of whoever builds the image, the user in it can read what it needs.
RUN npm run build \
    && chmod -R a+rX LICENSE package.json package-lock.json schema seeds server client

# The pages hold all that they need, so the packages of the client are left out with those for development.
FROM manifests AS packages
RUN npm ci --omit=dev --workspace=schema --workspace=server --workspace=seeds --no-audit --no-fund \
    && npm cache clean --force

# The server itself: Node runs its TypeScript as it is.
FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    HOMEWARD_CONTAINER=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app ./
COPY --from=build /app/LICENSE /app/package.json /app/package-lock.json ./
COPY --from=build /app/schema schema
COPY --from=build /app/seeds seeds
COPY --from=build /app/server server
# With the sources, by which the server knows that the pages are built from them and need not be built again.
COPY --from=build /app/client client
# A volume takes over the owner of the folder that it is first laid on.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
# The first start brings the database up to date and reads the starting content.
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/main.ts"]
