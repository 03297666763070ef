// Command campus is the CDK app of a team that runs two cafés with the coffee shop's
// constructs.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	// cdk deploy Campus -c endpoint=http://localhost:4566 deploys into an emulator.
	endpoint, _ := app.Node().TryGetContext(new("endpoint")).(string)
	newCampus(app, "Campus", endpoint)
	newPreview(app, "Preview")
	app.Synth(nil)
}
