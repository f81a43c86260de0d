// Package kerberos logs in to oVirt engines by Kerberos. It is a module of its own, so that programs without Kerberos don't link it:
//
//	login, err := kerberos.New(kerberos.Config{}) // the tickets that kinit obtained
//	if err != nil {
//		return err
//	}
//	conn, err := sdk.Connect(ctx, sdk.Config{URL: url, Authenticator: login})
//
// The engine must accept Kerberos at /ovirt-engine/sso/oauth/token-http-auth, which its administrator sets up.
package kerberos
