export const id = 952;
export const ids = [952];
export const modules = {

/***/ 2952:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createAwsAccount: () => (/* binding */ createAwsAccount)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_s3__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3711);
/* harmony import */ var _user_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4435);
/* harmony import */ var _address_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3013);



/**
 * What only the AWS SDK knows: its chain of credential providers (environment, OIDC, SSO, containers, instances), the
 * addresses of AWS's buckets and access points, and the sessions of directory buckets.
 */
function createAwsAccount(connection, agents) {
    const client = new _aws_sdk_client_s3__WEBPACK_IMPORTED_MODULE_0__/* .S3Client */ .YxF({
        region: connection.region === 'auto' ? 'us-east-1' : connection.region,
        useArnRegion: true,
        requestHandler: { httpAgent: agents.http, httpsAgent: agents.https },
        ...(connection.credentials === undefined
            ? {}
            : { credentials: withoutUndefined(connection.credentials) }),
    });
    const credentials = async (forceRefresh = false) => {
        try {
            return await client.config.credentials({ forceRefresh });
        }
        catch (error) {
            throw new _user_error_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y(`No credentials were found: ${error instanceof Error ? error.message : String(error)}. Set \`access-key-id\` and \`secret-access-key\`, or put aws-actions/configure-aws-credentials in a step before this one (with \`permissions: id-token: write\` for OIDC).`, { cause: error });
        }
    };
    return {
        async credentials(address, bucket) {
            const own = await credentials();
            if (address.scope.service !== 's3express')
                return own;
            return client.config.s3ExpressIdentityProvider.getS3ExpressIdentity(own, { Bucket: bucket ?? '' });
        },
        async renewCredentials() {
            await credentials(true);
            return true;
        },
        async address(bucket, region) {
            return addressOnAws(client, bucket, region, connection);
        },
    };
}
/** Where AWS's own rules put the bucket. */
function addressOnAws(client, bucket, region, { forcePathStyle }) {
    const { url, properties } = resolve(client, bucket, region, forcePathStyle === true);
    const scheme = properties?.authSchemes?.[0];
    const { signingRegion, signingName } = readScheme(scheme);
    if (signingRegion === undefined) {
        throw new _user_error_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y(`The bucket \`${bucket}\` can only be reached with signatures of version 4a, which this action does not make. Name the buckets behind it.`);
    }
    return (0,_address_js__WEBPACK_IMPORTED_MODULE_2__.at)(url, url.pathname.replace(/\/+$/, ''), { region: signingRegion, service: signingName ?? 's3' });
}
function resolve(client, bucket, region, forcePathStyle) {
    try {
        return client.config.endpointProvider({
            ...(bucket === undefined ? {} : { Bucket: bucket }),
            Region: region,
            ForcePathStyle: forcePathStyle,
            UseFIPS: false,
            UseDualStack: false,
            Accelerate: false,
            UseGlobalEndpoint: false,
            UseArnRegion: true,
            DisableMultiRegionAccessPoints: true,
        });
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new _user_error_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y(`AWS has no address for \`${bucket}\` in the region \`${region}\`: ${reason}. Correct \`bucket\` or \`region\`.`, { cause: error });
    }
}
function readScheme(scheme) {
    if (typeof scheme !== 'object' || scheme === null)
        return {};
    return {
        ...('signingRegion' in scheme && typeof scheme.signingRegion === 'string'
            ? { signingRegion: scheme.signingRegion }
            : {}),
        ...('signingName' in scheme && typeof scheme.signingName === 'string'
            ? { signingName: scheme.signingName }
            : {}),
    };
}
function withoutUndefined({ accessKeyId, secretAccessKey, sessionToken }) {
    return sessionToken === undefined
        ? { accessKeyId, secretAccessKey }
        : { accessKeyId, secretAccessKey, sessionToken };
}


/***/ })

};
