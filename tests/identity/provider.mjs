// An OpenID Connect provider for the tests: plain http on 127.0.0.1, no passwords.
//
// PROVIDER_SETTINGS holds, as JSON: port (0 for any), issuer (left out: where it listens),
// access_token_seconds, clients (as the library takes them) and accounts (sub, name, email,
// groups). The first line printed is the issuer. It ends when its standard input does, so
// that it never outlives the tests.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { json, text } from "node:stream/consumers";

import { SignJWT, UnsecuredJWT, decodeJwt, exportJWK, generateKeyPair } from "jose";
import Provider, { interactionPolicy } from "oidc-provider";

const settings = JSON.parse(process.env.PROVIDER_SETTINGS);
const accounts = new Map(settings.accounts.map((account) => [account.sub, account]));
const disabled = new Set();
const signing = await generateKeyPair("RS256", { extractable: true });
const strange = await generateKeyPair("RS256");
const key = { ...(await exportJWK(signing.privateKey)), kid: "tests", alg: "RS256", use: "sig" };

const server = createServer();
await once(server.listen(settings.port, "127.0.0.1"), "listening");
const { port } = server.address();
const issuer = settings.issuer ?? `http://127.0.0.1:${port}`;
const cookie = (name) => `provider_${port}_${name}`; // a host's ports share their cookies

function findAccount(ctx, sub) {
  const account = disabled.has(sub) ? undefined : accounts.get(sub);
  return account && { accountId: sub, claims: () => account };
}

// Who is signed in here and has been disabled since is asked again, and refused.
const policy = interactionPolicy.base();
policy.get("login").checks.add(
  new interactionPolicy.Check("account_gone", "the account is not there any more", (ctx) =>
    Boolean(ctx.oidc.session.accountId && !ctx.oidc.account),
  ),
);

function signOutPage(ctx, form) {
  ctx.body = page("Sign out", `${form}
    <input type="hidden" name="logout" value="yes" form="op.logoutForm">
    <button form="op.logoutForm">Sign out</button>
    <script>document.forms[0].submit()</script>`);
}

const provider = new Provider(issuer, {
  clients: settings.clients.map((client) => ({
    grant_types: ["authorization_code", "refresh_token"],
    ...client,
  })),
  claims: { openid: ["sub"], profile: ["name"], email: ["email"], groups: ["groups"] },
  conformIdTokenClaims: false, // the ID token tells them too, not the userinfo alone
  cookies: {
    keys: [randomBytes(32).toString("hex")],
    names: {
      session: cookie("session"),
      interaction: cookie("interaction"),
      resume: cookie("resume"),
    },
  },
  features: {
    devInteractions: { enabled: false },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true, logoutSource: signOutPage },
  },
  findAccount,
  interactions: { policy, url: (ctx, interaction) => `/sign-in/${interaction.uid}` },
  jwks: { keys: [key] },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  ttl: {
    AccessToken: settings.access_token_seconds,
    Grant: 86400,
    IdToken: 3600,
    Interaction: 3600,
    RefreshToken: 86400,
    Session: 86400,
  },
});

// What people see: one form. Consent is given without asking.

const page = (title, body) => `<!doctype html><html lang="en"><title>${title}</title>
  <main><h1>${title}</h1>${body}</main></html>`;

const signInForm = (said = "") => page("Sign in", `${said}<form method="post">
  <label>Account <input name="account" autocomplete="off" required></label>
  <button>Sign in</button></form>`);

async function signIn(ctx) {
  const asked = await provider.interactionDetails(ctx.req, ctx.res);
  if (asked.prompt.name === "consent")
    return finish(ctx, { consent: { grantId: await consent(asked) } });
  if (ctx.method === "GET") return (ctx.body = signInForm());
  const accountId = new URLSearchParams(await text(ctx.req)).get("account");
  if (findAccount(ctx, accountId)) return finish(ctx, { login: { accountId } });
  ctx.status = 403;
  ctx.body = signInForm('<p role="alert">This account cannot sign in.</p>');
}

async function consent({ session, params, grantId }) {
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return grant.save();
}

async function finish(ctx, result) {
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
}

// Others give a refresh token wherever offline_access is asked for; the library wants
// to be told to ask for consent too.
function asOthersDo(ctx) {
  const { scope = "", prompt } = ctx.query;
  if (prompt === undefined && scope.split(" ").includes("offline_access"))
    ctx.query = { ...ctx.query, prompt: "consent" };
}

// What the tests change while it runs.

let forging = "none";

const controls = {
  groups: ({ sub, groups }) => (accounts.get(sub).groups = groups),
  disable: ({ sub }) => disabled.add(accounts.get(sub).sub),
  forge: ({ mode }) => {
    if (mode !== "none" && !(mode in forgeries)) throw new Error(`no such mode: ${mode}`);
    forging = mode;
  },
};

const sign = (claims, { privateKey }) =>
  new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: key.kid }).sign(privateKey);
const changed = (changes) => (claims) => sign({ ...claims, ...changes(claims) }, signing);

const forgeries = {
  bad_signature: (claims) => sign(claims, strange),
  unsigned: (claims) => new UnsecuredJWT(claims).encode(),
  missing: () => undefined,
  wrong_nonce: changed(() => ({ nonce: "of another sign-in" })),
  wrong_audience: changed(() => ({ aud: "another-client" })),
  // Says beside it that it was asked for by this client, which makes it no better.
  wrong_audience_with_azp: changed(({ aud }) => ({ aud: "another-client", azp: aud })),
  wrong_issuer: changed(() => ({ iss: "http://another-issuer.example" })),
  expired: changed(({ iat }) => ({ iat: iat - 7200, exp: iat - 3600 })),
};

async function forge(ctx) {
  if (forging === "none" || !ctx.body?.id_token) return;
  const { id_token: honest, ...rest } = ctx.body;
  const id_token = await forgeries[forging](decodeJwt(honest));
  forging = "none";
  ctx.body = id_token ? { ...rest, id_token } : rest;
}

provider.use(async (ctx, next) => {
  const [, room, name] = ctx.path.split("/");
  if (room === "sign-in") return signIn(ctx);
  if (room === "control" && ctx.method === "POST" && Object.hasOwn(controls, name)) {
    controls[name](await json(ctx.req));
    ctx.status = 204;
    return;
  }
  if (room === "auth") asOthersDo(ctx);
  await next();
  if (room === "token") await forge(ctx);
});

server.on("request", provider.callback());
process.stdin.resume().on("end", () => process.exit());
console.log(issuer);
