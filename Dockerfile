# The server form: website, worker and beat are this image with different commands.
FROM python:3.13-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONPATH=/app:/app/platform DJANGO_SETTINGS_MODULE=config.settings
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements/base.txt \
    && useradd --system --no-create-home --uid 10001 equal \
    && install -d -o equal -m 0700 /data
COPY . .
# Hashed names of static files need no real settings; development mode fills in the rest.
RUN python manage.py collectstatic --no-input --verbosity 0
USER equal
ENV DEBUG=false DATA_DIR=/data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
