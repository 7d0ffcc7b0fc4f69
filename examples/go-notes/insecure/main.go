// What the library refuses: an access key in the environment of a function. Synth fails with SecretInEnvironment.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-zero-trust/cdk-zero-trust-go/cdkzerotrust"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Insecure"), nil)

	cdkzerotrust.NewSecureFunction(stack, jsii.String("Read"), &cdkzerotrust.SecureFunctionProps{
		Code:        awslambda.Code_FromInline(jsii.String("exports.handler = async () => {}")),
		Environment: &map[string]*string{"ACCESS_KEY": jsii.String("AKIAIOSFODNN7EXAMPLE")},
	})

	app.Synth(nil)
}
