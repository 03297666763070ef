package manager

import (
	"context"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

func (h *Handler) hours(ctx context.Context, _ *struct{}) (*api.HoursOutput, error) {
	table, err := h.Store.Timetable(ctx)
	return &api.HoursOutput{Body: api.HoursOf(table.Hours)}, err
}

func (h *Handler) replaceHours(ctx context.Context, in *api.HoursInput) (*api.HoursOutput, error) {
	hours := in.Body.Hours()
	if err := h.Store.PutHours(ctx, hours); err != nil {
		return nil, err
	}
	return &api.HoursOutput{Body: api.HoursOf(hours)}, h.publish(ctx, coffee.HoursChanged{ShopDetail: h.shopDetail(ctx), Hours: hours})
}
