# sitegen in a container. Build it: docker build --tag sitegen .
# Use it: docker run --rm --volume "$PWD:/site" --user "$(id -u):$(id -g)" sitegen build

FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/sitegen
WORKDIR /src
COPY requirements.lock LICENSE ./
RUN /opt/sitegen/bin/python -m pip install --require-hashes --requirement requirements.lock
COPY sitegen sitegen
# The wheel that new sites have in vendor/, with its digest: nothing is installed that no lock names.
RUN /opt/sitegen/bin/python -m sitegen.authoring.scaffold /wheel \
    && cd /wheel \
    && /opt/sitegen/bin/python -m pip install --require-hashes --requirement requirements.txt

FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 sitegen
COPY --from=build /opt/sitegen /opt/sitegen
ENV PATH=/opt/sitegen/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER sitegen
WORKDIR /site
ENTRYPOINT ["sitegen"]
CMD ["build"]
