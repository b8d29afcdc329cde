#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A connection under the service's old name, polled with the AWS CLI until somebody has finished its handshake. Recorded
# with `--handshake after=3`: the third read finds it AVAILABLE.

set -euo pipefail

arn=$(aws codestar-connections create-connection --connection-name handshake --provider-type Bitbucket \
  --query ConnectionArn --output text)
for _ in 1 2 3 4 5; do
  status=$(aws codestar-connections get-connection --connection-arn "$arn" \
    --query Connection.ConnectionStatus --output text)
  [ "$status" = PENDING ] || break
done
[ "$status" = AVAILABLE ]
aws codestar-connections delete-connection --connection-arn "$arn"
