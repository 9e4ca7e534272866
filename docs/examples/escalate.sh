#!/usr/bin/env bash
# Opens a case. Needs ESCALATION_SECRET and, unless it is on this machine, GATEWAY_URL. BODY and KEY may be set too;
# the same KEY gives the same case, so after a failure send it again with the same one.
set -euo pipefail
T=$(date +%s) KEY=${KEY:-desk-$(date +%s)-$$} BODY=${BODY:-'{"language":"nl","channel":"desk","question":"Waar kan ik mijn oude zetel kwijt?"}'}
S=$(printf '%s.%s' "$T" "$BODY" | openssl dgst -sha256 -hmac "$ESCALATION_SECRET" | sed 's/^.* //')
curl --silent --show-error --fail-with-body --max-time 10 -H 'Content-Type: application/json' -H "X-Timestamp: $T" -H "X-Signature: sha256=$S" -H "Idempotency-Key: $KEY" --data-binary "$BODY" "${GATEWAY_URL:-http://127.0.0.1:8000}/webhooks/escalations"
