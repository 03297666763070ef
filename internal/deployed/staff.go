package deployed

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"golang.org/x/text/unicode/norm"
)

// Staff is who works in a deployed shop.
type Staff struct {
	users        *cognito.Client
	pool, client string
}

// OpenStaff returns the staff of the shop whose stack has these outputs.
func OpenStaff(cfg aws.Config, outputs map[string]string) *Staff {
	return &Staff{users: cognito.NewFromConfig(cfg), pool: outputs["UserPoolId"], client: outputs["UserPoolClientId"]}
}

// NewPassword is a random one of 80 bits that the pool accepts.
func NewPassword() string { return "Coffee-1-" + strings.ToLower(rand.Text()[:16]) }

// userName is what Cognito takes for a user name: letters, marks, numbers,
// punctuation and symbols of any language, up to 128 of them. (Source: the
// pattern of Username in the API reference of AdminCreateUser.)
var userName = regexp.MustCompile(`^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$`)

// CheckName returns an error that says what is wrong with a person's name, where
// Cognito or the command line of AWS would refuse it or take it for something
// else.
func CheckName(name string) error {
	switch {
	case !utf8.ValidString(name) || !userName.MatchString(name):
		return fmt.Errorf("%q cannot be a user name: it takes 1 to 128 letters, digits, signs and symbols, without spaces, such as ada.lovelace", name)
	case !norm.NFC.IsNormalString(name):
		return fmt.Errorf("%q has letters and accents as separate characters, which looks the same as another name: write %q", name, norm.NFC.String(name))
	case strings.HasPrefix(name, "-"):
		return fmt.Errorf("%q cannot be a user name here: it begins with a dash, as flags do", name)
	default:
		return nil
	}
}

// namesake returns the person whose name differs from this one in case alone,
// empty if there is none. User pools of AWS do not tell such names apart.
func (s *Staff) namesake(ctx context.Context, name string) (string, error) {
	pages := cognito.NewListUsersPaginator(s.users, &cognito.ListUsersInput{UserPoolId: &s.pool})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", fmt.Errorf("the staff cannot be listed: %w", err)
		}
		for _, user := range page.Users {
			if other := aws.ToString(user.Username); other != name && strings.EqualFold(other, name) {
				return other, nil
			}
		}
	}
	return "", nil
}

// Add adds a person to a group. Somebody new gets the password, to be changed at
// the first sign-in; isNew is false for who had an account, whose password stays
// as it was.
func (s *Staff) Add(ctx context.Context, name, group, password string) (isNew bool, err error) {
	if err := CheckName(name); err != nil {
		return false, err
	}
	other, err := s.namesake(ctx, name)
	if err != nil {
		return false, err
	}
	if other != "" {
		return false, fmt.Errorf("%s is on the staff already, and AWS does not tell %s from %s: choose another name, or that one", other, name, other)
	}
	isNew = true
	_, err = s.users.AdminCreateUser(ctx, &cognito.AdminCreateUserInput{
		UserPoolId: &s.pool, Username: &name, TemporaryPassword: &password,
		MessageAction: types.MessageActionTypeSuppress, // there is no address to write to
	})
	if exists := new(types.UsernameExistsException); errors.As(err, &exists) {
		isNew, err = false, nil
	}
	if err != nil {
		return false, fmt.Errorf("%s was not added: %w", name, hide(password, err))
	}
	_, err = s.users.AdminAddUserToGroup(ctx, &cognito.AdminAddUserToGroupInput{UserPoolId: &s.pool, Username: &name, GroupName: &group})
	if err != nil {
		return isNew, fmt.Errorf("%s was not added to the group %s: %w", name, group, err)
	}
	return isNew, nil
}

// Hire adds a person to a group, with a password that need not be changed.
func (s *Staff) Hire(ctx context.Context, name, group, password string) error {
	if _, err := s.Add(ctx, name, group, password); err != nil {
		return err
	}
	return s.setPassword(ctx, name, password)
}

// setPassword gives a person a password that need not be changed.
func (s *Staff) setPassword(ctx context.Context, name, password string) error {
	_, err := s.users.AdminSetUserPassword(ctx, &cognito.AdminSetUserPasswordInput{
		UserPoolId: &s.pool, Username: &name, Password: &password, Permanent: true,
	})
	if err != nil {
		return fmt.Errorf("%s did not get a password: %w", name, hide(password, err))
	}
	return nil
}

// hide returns an error with the text of err less the password, which Cognito might
// quote from the request.
func hide(password string, err error) error {
	return errors.New(strings.ReplaceAll(err.Error(), password, "(the password)"))
}

// Remove removes a person. What they signed in to before lasts until its tokens
// expire. Somebody who is not there is removed already.
func (s *Staff) Remove(ctx context.Context, name string) error {
	_, err := s.users.AdminDeleteUser(ctx, &cognito.AdminDeleteUserInput{UserPoolId: &s.pool, Username: &name})
	if unknown := new(types.UserNotFoundException); errors.As(err, &unknown) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s was not removed: %w", name, err)
	}
	return nil
}

// Tokens are what a person gets who signs in. The API takes the access token alone.
type Tokens struct{ Access, ID string }

// SignIn signs a person in without a browser. It sends their password to Cognito by
// ADMIN_USER_PASSWORD_AUTH, under the caller's AWS credentials, which must allow
// cognito-idp:AdminInitiateAuth on the user pool. It returns an error for a password
// that has to be changed first, and for a person with a second factor.
func (s *Staff) SignIn(ctx context.Context, name, password string) (Tokens, error) {
	out, err := s.users.AdminInitiateAuth(ctx, &cognito.AdminInitiateAuthInput{
		UserPoolId: &s.pool, ClientId: &s.client, AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": name, "PASSWORD": password},
	})
	if err != nil {
		return Tokens{}, fmt.Errorf("%s did not sign in: %w", name, hide(password, err))
	}
	if out.AuthenticationResult == nil {
		return Tokens{}, fmt.Errorf("%s did not sign in: the pool wants %s first", name, out.ChallengeName)
	}
	return Tokens{aws.ToString(out.AuthenticationResult.AccessToken), aws.ToString(out.AuthenticationResult.IdToken)}, nil
}
