// The shortest example of the README of cdk-zero-trust, in Go.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-zero-trust/cdk-zero-trust-go/cdkzerotrust"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	newNotesStack(app, "Notes")

	// Five cdk-nag packs and the rules of cdk-zero-trust: an open finding fails synth.
	cdkzerotrust.ZeroTrust_Enforce(app, nil)

	app.Synth(nil)
}
