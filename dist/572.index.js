export const id = 572;
export const ids = [572];
export const modules = {

/***/ 4572:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createAwsAccount: () => (/* binding */ createAwsAccount)
});

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-s3/dist-cjs/index.js
var dist_cjs = __webpack_require__(3711);
// EXTERNAL MODULE: ./lib/user-error.js
var user_error = __webpack_require__(4435);
// EXTERNAL MODULE: ./lib/storage/address.js
var address = __webpack_require__(3013);
;// CONCATENATED MODULE: ./lib/storage/sessions.js
/** The next session is asked for before the last one ends. */
const RENEWED_BEFORE_MS = 60_000;
/**
 * The sessions of directory buckets. Our own, because the SDK's renews them behind our back: a renewal that fails there
 * ends the whole process, although the last session still serves.
 */
class Sessions {
    #create;
    #nowMs;
    #last = new Map();
    /** By bucket, so that many requests at the same time ask once. */
    #coming = new Map();
    constructor(create, nowMs) {
        this.#create = create;
        this.#nowMs = nowMs;
    }
    /** @throws what the creation of a session throws, where no session serves any more */
    async of(bucket) {
        const last = this.#last.get(bucket);
        if (last !== undefined && last.untilMs - this.#nowMs() > RENEWED_BEFORE_MS)
            return last.credentials;
        try {
            return (await this.#next(bucket)).credentials;
        }
        catch (error) {
            if (last !== undefined && last.untilMs > this.#nowMs())
                return last.credentials;
            throw error;
        }
    }
    /** Whatever the clock says, the store takes them no more. False when there are none. */
    forget() {
        const hadSome = this.#last.size > 0;
        this.#last.clear();
        return hadSome;
    }
    async #next(bucket) {
        const coming = this.#coming.get(bucket) ?? this.#create(bucket);
        this.#coming.set(bucket, coming);
        try {
            const session = await coming;
            this.#last.set(bucket, session);
            return session;
        }
        finally {
            this.#coming.delete(bucket);
        }
    }
}

;// CONCATENATED MODULE: ./lib/storage/aws.js




/**
 * What only the AWS SDK knows: its chain of credential providers (environment, OIDC, SSO, containers, instances), the
 * addresses of AWS's buckets and access points, and the sessions of directory buckets.
 */
function createAwsAccount(connection, agents) {
    const client = new dist_cjs/* S3Client */.YxF({
        // Where keys of AWS sign for another store, `auto` is no place for STS.
        region: connection.region === 'auto' ? 'us-east-1' : connection.region,
        useArnRegion: true,
        requestHandler: { httpAgent: agents.http, httpsAgent: agents.https },
        ...(connection.credentials === undefined
            ? {}
            : { credentials: withoutUndefined(connection.credentials) }),
    });
    // Who could give none is not asked again for each of a thousand requests.
    let failure;
    const credentials = async (forceRefresh = false) => {
        if (failure !== undefined)
            throw failure;
        try {
            return await client.config.credentials({ forceRefresh });
        }
        catch (error) {
            const profile = process.env.AWS_PROFILE;
            const where = profile === undefined || profile === '' ? '' : ` in the profile \`${profile}\` of AWS_PROFILE`;
            failure = new user_error/* UserError */.y(`No credentials were found${where}: ${error instanceof Error ? error.message : String(error)}. Set \`access-key-id\` and \`secret-access-key\`, or put aws-actions/configure-aws-credentials in a step before this one (with \`permissions: id-token: write\` for OIDC).`, { cause: error });
            throw failure;
        }
    };
    const sessions = new Sessions((bucket) => createSession(client, bucket), Date.now);
    return {
        async credentials(address, bucket) {
            const own = await credentials();
            return address.scope.service === 's3express' && bucket !== undefined ? sessions.of(bucket) : own;
        },
        async renewCredentials() {
            const hadSessions = sessions.forget();
            if (connection.credentials !== undefined)
                return hadSessions;
            await credentials(true);
            return true;
        },
        async address(bucket, region) {
            return addressOnAws(client, bucket, region, connection);
        },
    };
}
async function createSession(client, bucket) {
    try {
        const { Credentials: keys } = await client.send(new dist_cjs/* CreateSessionCommand */.QVt({ Bucket: bucket }));
        const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, } = keys ?? {};
        if (accessKeyId === undefined || secretAccessKey === undefined)
            throw new Error('the answer holds no keys');
        return {
            credentials: { accessKeyId, secretAccessKey, sessionToken },
            untilMs: keys?.Expiration?.getTime() ?? 0,
        };
    }
    catch (error) {
        const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        throw new user_error/* UserError */.y(`No session could be had for the directory bucket \`${bucket}\` (${reason}). Grant the credentials \`s3express:CreateSession\`, and check \`bucket\` and \`region\`.`, { cause: error });
    }
}
/** Where AWS's own rules put the bucket. */
async function addressOnAws(client, bucket, region, connection) {
    const { url, properties } = await resolve(client, bucket, region, connection);
    const schemes = properties?.authSchemes ?? [];
    const { signingRegion, signingName } = schemes.map(readScheme).find((scheme) => scheme.signingRegion !== undefined) ?? {};
    if (signingRegion === undefined) {
        throw new user_error/* UserError */.y(`The bucket \`${bucket}\` can only be reached with signatures of version 4a, which this action does not make. Name the buckets behind it.`);
    }
    return (0,address.at)(url, url.pathname.replace(/\/+$/, ''), { region: signingRegion, service: signingName ?? 's3' });
}
async function resolve({ config }, bucket, region, { forcePathStyle }) {
    checkSwitch('AWS_USE_FIPS_ENDPOINT');
    checkSwitch('AWS_USE_DUALSTACK_ENDPOINT');
    try {
        return config.endpointProvider({
            ...(bucket === undefined ? {} : { Bucket: bucket }),
            Region: region,
            ForcePathStyle: forcePathStyle === true,
            // The environment or the profile may ask for them.
            UseFIPS: await config.useFipsEndpoint(),
            UseDualStack: await config.useDualstackEndpoint(),
            Accelerate: false,
            UseGlobalEndpoint: false,
            UseArnRegion: true,
            DisableMultiRegionAccessPoints: true,
        });
    }
    catch (error) {
        const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
        const what = bucket === undefined ? 'the list of buckets' : `\`${bucket}\``;
        throw new user_error/* UserError */.y(`AWS has no address for ${what} in the region \`${region}\`: ${reason}. Correct \`bucket\` or \`region\`.`, { cause: error });
    }
}
/** The SDK takes for false, in silence, what is neither: requests would then go past the FIPS endpoints. */
function checkSwitch(variable) {
    const value = process.env[variable] ?? '';
    if (!['', 'true', 'false'].includes(value)) {
        throw new user_error/* UserError */.y(`The variable ${variable} is \`${value}\`, which is neither \`true\` nor \`false\`. Correct it, or leave it out.`);
    }
}
/** Signatures of version 4a, which AWS would rather have on Outposts, name no region. */
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
