# SPDX-License-Identifier: Apache-2.0
"""KMS, Secrets Manager and SSM parameters: awsJson 1.1, secrets that redaction takes out, idempotency tokens."""

import json

UPSTREAM, TRANSITIONS = "moto", {}


def test_key_life(run):
    kms = run.client("kms")
    alias = f"alias/tf-acc-{run.names.digits()}"
    key = kms.create_key(Description=f"of {alias}", KeyUsage="ENCRYPT_DECRYPT", KeySpec="SYMMETRIC_DEFAULT",
                         Tags=[{"TagKey": "team", "TagValue": "core"}])["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=alias, TargetKeyId=key)
    run.fails("AlreadyExists", kms.create_alias, AliasName=alias, TargetKeyId=key)
    assert kms.describe_key(KeyId=alias)["KeyMetadata"]["KeyId"] == key
    kms.enable_key_rotation(KeyId=key)
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"]
    kms.disable_key_rotation(KeyId=key)
    kms.get_key_rotation_status(KeyId=key)
    policy = {"Version": "2012-10-17", "Id": "p", "Statement": [{
        "Sid": "all", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*",
        "Resource": "*"}]}
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=json.dumps(policy))
    kms.get_key_policy(KeyId=key, PolicyName="default")
    kms.update_key_description(KeyId=key, Description="another")
    kms.disable_key(KeyId=key)
    run.poll(3, kms.describe_key, KeyId=key)
    kms.enable_key(KeyId=key)
    kms.tag_resource(KeyId=key, Tags=[{"TagKey": "run", "TagValue": alias[6:]}])
    kms.list_resource_tags(KeyId=key)
    kms.delete_alias(AliasName=alias)
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    kms.describe_key(KeyId=key)
    kms.cancel_key_deletion(KeyId=key)
    run.fails("NotFound", kms.describe_key, KeyId=f"alias/gone-{run.names.hex(6)}")


def test_encryption(run):
    kms = run.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    sealed = kms.encrypt(KeyId=key, Plaintext=f"a secret of {run.names.uuid()}".encode(),
                         EncryptionContext={"purpose": "test"})["CiphertextBlob"]
    kms.decrypt(CiphertextBlob=sealed, EncryptionContext={"purpose": "test"})
    kms.generate_data_key_without_plaintext(KeyId=key, KeySpec="AES_256")
    signing = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="RSA_2048")["KeyMetadata"]["KeyId"]
    message = f"message {run.names.hex(8)}".encode()
    signature = kms.sign(KeyId=signing, Message=message, SigningAlgorithm="RSASSA_PKCS1_V1_5_SHA_256")["Signature"]
    checked = {"KeyId": signing, "Message": message, "SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256"}
    assert kms.verify(Signature=signature, **checked)["SignatureValid"]
    for _ in range(3):
        kms.create_key(Description=f"page {run.names.word()}")
    pages = kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 2})
    assert sum(len(page["Keys"]) for page in pages) >= 5


def test_secrets(run):
    secrets = run.client("secretsmanager")
    name = f"app/{run.names.uuid()}/password"
    run.fails("ResourceNotFound", secrets.describe_secret, SecretId=name)
    arn = secrets.create_secret(Name=name, SecretString=json.dumps({"user": "app", "pass": run.names.hex(16)}),
                                Tags=[{"Key": "team", "Value": "core"}])["ARN"]
    secrets.get_secret_value(SecretId=name)
    run.fails("ResourceExists", secrets.create_secret, Name=name, SecretString="again")
    version = secrets.put_secret_value(SecretId=arn, SecretString=run.names.hex(16))["VersionId"]
    secrets.get_secret_value(SecretId=name, VersionId=version)
    secrets.get_secret_value(SecretId=name, VersionStage="AWSPREVIOUS")
    secrets.update_secret(SecretId=name, Description="another")
    run.poll(3, secrets.describe_secret, SecretId=name)
    secrets.list_secret_version_ids(SecretId=name)
    secrets.tag_resource(SecretId=name, Tags=[{"Key": "stage", "Value": "test"}])
    secrets.describe_secret(SecretId=name)
    secrets.delete_secret(SecretId=name, RecoveryWindowInDays=7)
    run.fails("InvalidRequest", secrets.get_secret_value, SecretId=name)
    secrets.restore_secret(SecretId=name)
    secrets.get_secret_value(SecretId=name)
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    run.fails("ResourceNotFound", secrets.get_secret_value, SecretId=name)


def test_secret_pages_and_tokens(run):
    secrets = run.client("secretsmanager")
    prefix = f"page-{run.names.hex(8)}"
    token = run.names.uuid()
    for number in range(5):
        secrets.create_secret(Name=f"{prefix}/{number}", SecretString=f"value {number}")
    found = [item["Name"] for page in secrets.get_paginator("list_secrets").paginate(
        Filters=[{"Key": "name", "Values": [prefix]}], PaginationConfig={"PageSize": 2}) for item in page["SecretList"]]
    assert len(found) == 5
    first = secrets.put_secret_value(SecretId=f"{prefix}/0", SecretString="newer", ClientRequestToken=token)
    again = secrets.put_secret_value(SecretId=f"{prefix}/0", SecretString="newer", ClientRequestToken=token)
    assert first["VersionId"] == again["VersionId"] == token
    for number in range(5):
        secrets.delete_secret(SecretId=f"{prefix}/{number}", ForceDeleteWithoutRecovery=True)


def test_parameters(run):
    ssm = run.client("ssm")
    path = f"/app/{run.names.word()}"
    for number, kind in enumerate(("String", "StringList", "SecureString", "String")):
        ssm.put_parameter(Name=f"{path}/p{number}", Value=f"value,{number}", Type=kind,
                          Tags=[{"Key": "n", "Value": str(number)}])
    run.fails("ParameterAlreadyExists", ssm.put_parameter, Name=f"{path}/p0", Value="x", Type="String")
    assert ssm.get_parameter(Name=f"{path}/p0")["Parameter"]["Value"] == "value,0"
    ssm.get_parameter(Name=f"{path}/p2", WithDecryption=True)
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=path, PaginationConfig={"PageSize": 3})
    assert sum(len(page["Parameters"]) for page in pages) == 4
    ssm.put_parameter(Name=f"{path}/p0", Value="changed", Type="String", Overwrite=True)
    assert ssm.get_parameter(Name=f"{path}/p0")["Parameter"]["Version"] == 2
    ssm.get_parameter_history(Name=f"{path}/p0")
    ssm.get_parameters(Names=[f"{path}/p1", f"{path}/none"])
    ssm.describe_parameters(ParameterFilters=[{"Key": "Path", "Values": [path]}])
    ssm.add_tags_to_resource(ResourceType="Parameter", ResourceId=f"{path}/p1", Tags=[{"Key": "run", "Value": path}])
    ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=f"{path}/p1")
    ssm.delete_parameter(Name=f"{path}/p0")
    run.fails("ParameterNotFound", ssm.get_parameter, Name=f"{path}/p0")
    ssm.delete_parameters(Names=[f"{path}/p{number}" for number in range(1, 4)])


def test_threads(run):
    def keys():
        kms = run.client("kms")
        alias = f"alias/parallel-{run.names.hex(8)}"
        key = kms.create_key(Description=alias)["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName=alias, TargetKeyId=key)
        kms.describe_key(KeyId=alias)
        kms.delete_alias(AliasName=alias)
        run.fails("NotFound", kms.describe_key, KeyId=alias)

    def parameters():
        ssm = run.client("ssm")
        name = f"/parallel/{run.names.uuid()}"
        for turn in range(3):
            ssm.put_parameter(Name=name, Value=f"turn {turn}", Type="String", Overwrite=turn > 0)
            assert ssm.get_parameter(Name=name)["Parameter"]["Value"] == f"turn {turn}"
        ssm.delete_parameter(Name=name)

    run.threads(keys, parameters, keys, parameters)
