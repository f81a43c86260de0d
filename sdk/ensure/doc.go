// Package ensure brings objects of an engine into a wanted state, whatever state they are in, with functions that may be called any
// number of times and do only what is missing:
//
//	r, err := ensure.Tag(ctx, conn, &types.Tag{Name: new("web")})
//	fmt.Println(r.Changed, r.Changes)
//
// Each function looks for the object by its name, or takes it from the option [Current], so that nothing is looked for. If it isn't
// there it is added; if it differs in what is wanted, the smallest update is sent; nil members are nobody's concern. The functions that
// end in Absent remove it. All wait until the engine has done what they asked for, and give the object as it is then, whether anything
// was changed, and what. Several objects of one name are an error that matches find.ErrAmbiguous.
//
// A function that failed may be called again, also after a crash of the program or a broken connection: it finds what the first one
// left behind, and goes on from there.
//
// With a [Plan] instead of a connection nothing is changed: the plan writes down the requests that would be sent.
package ensure
