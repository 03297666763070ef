package e2e

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// need is what a test needs that a given shop does not have.
type need string

const (
	switches  need = "use switches of the emulator, or one of their own"
	seconds   need = "wait for timeouts of some seconds, which are minutes in most shops"
	breaks    need = "break the shop: they forbid rights, stop executions, or edit tables, functions and clients"
	signsIn   need = "fill in the emulator's sign-in pages, which are not those of AWS, or need a machine client"
	creates   need = "create other resources in the account"
	floods    need = "send more requests than the limits of API Gateway accept"
	source    need = "check the tests themselves"
	fixedName need = "need staff with fixed names, or tools that make tools installs"
	// exactly is a need that shops with ReservedSeats satisfy.
	exactly need = "need an exact queue limit, which only ReservedSeats has"
)

// leftOut lists the tests that do not run in a given shop. All others must need nothing of
// an emulator, which TestTestsThatAreNotLeftOutNeedNoEmulator checks.
var leftOut = map[string]need{
	"TestAFloodOfMadeUpRequestsWritesNothingAndStartsNothing": floods,
	"TestReadmeStatesTheCostOfAnOrder":                        breaks,
	"TestConcurrentOrdersAreAdmittedUpToTheLimit":             exactly,
	"TestInACrowd":                                               switches,
	"TestAnOrderFailsWhenItCannotBeNumbered":                     breaks,
	"TestAnOrderSurvivesATransientFailure":                       breaks,
	"TestAnOrderByHandIsRejectedWhenTheQueueIsFull":              exactly,
	"TestAnInterruptedOrderByHandContinuesWhenRepeated":          breaks,
	"TestAThousandScansAcrossARolloverTakeEachCodesDrinks":       floods,
	"TestARepeatedRequestAnswersTheWorkflow":                     breaks,
	"TestARepeatedRequestPublishesTheMissingEvent":               breaks,
	"TestAScanWhoseWorkflowDoesNotStartReturnsTheDrink":          breaks,
	"TestACompletedOrderStaysReadyWhenTheWorkflowTimesOut":       seconds,
	"TestRequestsAfterATimeOutAreRefused":                        seconds,
	"TestOneOfEightCompletesAndACancelWins":                      floods,
	"TestANewQueueLimitAppliesToTheNextScan":                     exactly,
	"TestATokenOfAnotherPoolOrClientIsRefused":                   creates,
	"TestTheJanitorFinishesAnOrderWhoseEndWasLost":               breaks,
	"TestTheJanitorRepeatsCallbacks":                             breaks,
	"TestTheJanitorGivesBackSeatsAndDrinks":                      breaks,
	"TestAForgetfulMorningShowsNoSecretAndNoOtherCustomersOrder": seconds,
	"TestADisplaysTokenIsForTheDisplaysChannelOnly":              signsIn,
	"TestOnlyTheShopsOwnPagesMayConnect":                         switches,
	"TestClientsThatVanishedCostTheirRowsAndDelayNobody":         breaks,
	"TestTheEventLogHasALineForEachEventAndNoTaskToken":          creates,
	"TestATillTakesAnOrderAndHearsThatItIsReady":                 signsIn,
	"TestATillHearsThatItsOrderWasCancelled":                     signsIn,
	"TestTheShopAnswersTracesAsInTheModel":                       fixedName,
	"TestFourHundredOpenOrdersHaveDifferentNumbers":              floods,
	"TestTheAPIMatchesItsDocument":                               fixedName,
	"TestStaffSignInOnEveryAddressOfTheirPages":                  signsIn,
	"TestADisplaysTokensAreForTheQRCodeOnly":                     signsIn,
	"TestASignInIsRefreshedUntilItIsRevoked":                     signsIn,
	"TestASignInNeedsTheVerifierAndAPageOfItsClient":             signsIn,
	"TestSigningOutReturnsToThePage":                             signsIn,
	"TestPlacesThatAreTakenAndNeverUsedAreFreeAfterTheTimeout":   seconds,
	"TestAManagerMakesRoomWhileEveryPlaceIsTaken":                exactly,
	"TestRandomOrdersEndAsTheModelPredicts":                      seconds,
	"TestADeadLetterIsSentAgain":                                 breaks,
	"TestADeadLetterOfChangesIsReadFromTheStreamAgain":           breaks,
	"TestFaultsLoseNoOrder":                                      switches,
	"TestTheShopFollowsItsOpeningHours":                          breaks,
	"TestFunctionsReachOnlyTheirItems":                           breaks,
	"TestEveryRightIsNeeded":                                     breaks,
	"TestTheWorkflowsRoleAllowsOnlyItsCalls":                     breaks,
	"TestAnInvalidLimitMeansTheDefault":                          exactly,
	"TestALimitIsAWholeNumberNoHigherThanTheAPIAllows":           exactly,
	"TestAChangedLimitAppliesToTheNextExecution":                 exactly,
	"TestOnlyCallersWithPermissionCanSignStaffIn":                breaks,
	"TestABusyMorningLosesNoOrder":                               seconds,
	"TestRestoreUndoesAKilledSimulation":                         seconds,
	"TestAStoppedExecutionFailsItsOrder":                         breaks,
	"TestThrottlingRejectsAnOrderAndOtherErrorsFailIt":           switches,
	"TestAnOrderWhoseFailureCannotBeEmittedKeepsItsCause":        switches,
	"TestAnOrderTimesOut":                                        seconds,
	"TestAnAnswerAfterTheTimeOutIsRefused":                       seconds,
	"TestTestsThatAreNotLeftOutNeedNoEmulator":                   source,
	"TestAnUpgradeLosesNoOrderAndNoClient":                       switches,
}

// leaveOut makes the run skip the tests that need more than the given shop has, and prints
// how many they are, and why.
func leaveOut(reservesSeats bool) {
	var names []string
	counts := map[need]int{}
	for _, name := range slices.Sorted(maps.Keys(leftOut)) {
		if why := leftOut[name]; why != exactly || !reservesSeats {
			names = append(names, name)
			counts[why]++
		}
	}
	var reasons []string
	for _, why := range slices.Sorted(maps.Keys(counts)) {
		reasons = append(reasons, fmt.Sprintf("%d %s", counts[why], why))
	}
	fmt.Printf("==> %d tests are left out: %s\n", len(names), strings.Join(reasons, "; "))
	skip := "^(" + strings.Join(names, "|") + ")$"
	if more := flag.Lookup("test.skip").Value.String(); more != "" {
		skip += "|" + more
	}
	_ = flag.Set("test.skip", skip)
}
