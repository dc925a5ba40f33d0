// Sends orders and webhooks to Shop OS over RabbitMQ, and reads over HTTP what could not be used.
//
// go get github.com/rabbitmq/amqp091-go, then set AMQP_URL (of your own broker user), AMQP_CA_FILE (of an amqps broker
// with an authority of its own), SHOP (the channel's id of your shop), APP_KEY and APP_SECRET (to sign what TikTok Shop
// would sign), SHOPOS_URL and SHOPOS_KEY (a key with the scope failures:read).
package main

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// newID gives any text of one's own: make one for each message, keep it, and use it again for each repeat.
func newID() string {
	var id [16]byte
	if _, err := rand.Read(id[:]); err != nil {
		log.Fatal(err)
	}
	return hex.EncodeToString(id[:])
}

type producer struct {
	url, user  string
	connection *amqp.Connection
	channel    *amqp.Channel
	confirms   chan amqp.Confirmation
	returns    chan amqp.Return
	closed     chan *amqp.Error
	tls        *tls.Config
}

// authority believes the certificate authority in a file alone; without a file, those of the system.
func authority(file string) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if file == "" {
		return config, nil
	}
	bytes, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	config.RootCAs = x509.NewCertPool()
	if !config.RootCAs.AppendCertsFromPEM(bytes) {
		return nil, fmt.Errorf("%s holds no certificate", file)
	}
	return config, nil
}

func (p *producer) open() (err error) {
	if p.connection != nil && !p.connection.IsClosed() {
		return nil
	}
	if p.connection, err = amqp.DialTLS(p.url, p.tls); err != nil {
		return err
	}
	if p.channel, err = p.connection.Channel(); err != nil {
		return err
	}
	p.confirms = p.channel.NotifyPublish(make(chan amqp.Confirmation, 1))
	p.returns = p.channel.NotifyReturn(make(chan amqp.Return, 1))
	p.closed = p.channel.NotifyClose(make(chan *amqp.Error, 1))
	return p.channel.Confirm(false)
}

// send returns once the broker has the message on disk.
func (p *producer) send(kind, messageType, id string, body any) error {
	bytes, err := json.Marshal(body)
	if err != nil {
		return err
	}
	for attempt := 0; attempt < 6; attempt++ {
		if err = p.publish(kind, messageType, id, bytes); err == nil {
			return nil
		}
		if p.connection != nil {
			p.connection.Close()
		}
		if isRefusal(err) {
			return err
		}
		// Returned, not taken or unknown: the same id makes a repeat harmless, even if the first one got through.
		time.Sleep(time.Second << attempt)
	}
	return err
}

// isRefusal says that a repeat would be refused as well: a wrong password, key, user_id or exchange.
func isRefusal(err error) bool {
	var told *amqp.Error
	return errors.As(err, &told) &&
		(told.Code == amqp.AccessRefused || told.Code == amqp.NotFound || told.Code == amqp.PreconditionFailed)
}

func (p *producer) publish(kind, messageType, id string, body []byte) error {
	if err := p.open(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := p.channel.PublishWithContext(ctx, "shop.webhooks", "in."+p.user+"."+kind, true, false, amqp.Publishing{
		Type: messageType, MessageId: id, UserId: p.user, ContentType: "application/json",
		DeliveryMode: amqp.Persistent, Body: body,
	})
	if err != nil {
		return err
	}
	select {
	case confirm, isOpen := <-p.confirms:
		if !isOpen {
			if reason := <-p.closed; reason != nil {
				return reason // such as 403: another user's key; 406: another user's name
			}
			return errors.New("the channel is closed")
		}
		if !confirm.Ack {
			return errors.New("the broker did not take the message")
		}
	case <-ctx.Done():
		return errors.New("the broker did not confirm in time")
	}
	select { // a returned message is confirmed as well, right behind its return
	case returned, isOpen := <-p.returns:
		if isOpen {
			return fmt.Errorf("no queue takes the message: %s", returned.ReplyText)
		}
	default:
	}
	return nil
}

type object = map[string]any

func order(shop, number string, lines []any) object {
	now := time.Now().UTC().Format(time.RFC3339)
	return object{"channelShop": shop, "channelOrder": number, "status": "awaitingShipment", "placedAt": now,
		"updatedAt": now, "currency": "USD", "lines": lines}
}

var line = object{"channelSKU": "S-1", "channelProduct": "P-1", "sellerSKU": "TMB", "title": "Tumbler",
	"channelLines": []string{}, "units": object{"open": 2, "shipConfirmed": 0, "handedOver": 0, "cancelled": 0},
	"isGift": false, "original": 4980, "sellerDiscount": 0, "platformDiscount": 0, "tax": 0, "components": []any{}}

// webhook takes the header field and the bytes exactly as TikTok Shop sent them; a []byte becomes base64.
func webhook(authorization string, raw []byte) object {
	return object{"provider": "tiktokShop", "headers": object{"authorization": authorization}, "payload": raw,
		"receivedAt": time.Now().UTC().Format(time.RFC3339)}
}

type failure struct{ Subject, Cause, Detail string }

// failures gives all open failures of one's own brand, last failed first.
func failures(base, key string) ([]failure, error) {
	var all []failure
	for query := (url.Values{"state": {"open"}, "limit": {"200"}}); ; {
		request, err := http.NewRequest("GET", base+"/v1/failures?"+query.Encode(), nil)
		if err != nil {
			return nil, err
		}
		request.Header.Set("Authorization", "Bearer "+key)
		answer, err := (&http.Client{Timeout: 10 * time.Second}).Do(request)
		if err != nil {
			return nil, err
		}
		var page struct {
			Failures []failure
			Next     string
		}
		err = json.NewDecoder(answer.Body).Decode(&page)
		answer.Body.Close()
		if err != nil || answer.StatusCode != 200 {
			return nil, fmt.Errorf("%s %v", answer.Status, err)
		}
		if all = append(all, page.Failures...); page.Next == "" {
			return all, nil
		}
		query.Set("cursor", page.Next)
	}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	address, err := url.Parse(os.Getenv("AMQP_URL"))
	must(err)
	tls, err := authority(os.Getenv("AMQP_CA_FILE"))
	must(err)
	p := &producer{url: os.Getenv("AMQP_URL"), user: address.User.Username(), tls: tls}
	shop, number := os.Getenv("SHOP"), fmt.Sprintf("GO-%d", time.Now().Unix())
	orderID, webhookID, brokenID := newID(), newID(), newID()
	body := order(shop, number, []any{line})
	must(p.send("order", "shop.order.submitted.v1", orderID, body))
	must(p.send("order", "shop.order.submitted.v1", orderID, body)) // a repeat: recognised, no effect
	raw, err := json.Marshal(object{"type": 1, "tts_notification_id": webhookID, "shop_id": shop,
		"timestamp": time.Now().Unix(),
		"data":      object{"order_id": "576400000000000001", "order_status": "AWAITING_SHIPMENT"}})
	must(err)
	mac := hmac.New(sha256.New, []byte(os.Getenv("APP_SECRET")))
	mac.Write(append([]byte(os.Getenv("APP_KEY")), raw...))
	signature := hex.EncodeToString(mac.Sum(nil))
	must(p.send("webhook", "shop.webhook.received.v1", webhookID, webhook(signature, raw)))
	must(p.send("order", "shop.order.submitted.v1", brokenID, order(shop, number+"-broken", []any{})))
	fmt.Println("sent", number)
	for try := 0; try < 60; try++ { // handled within seconds; a failure is there as soon as it happened
		found, err := failures(os.Getenv("SHOPOS_URL"), os.Getenv("SHOPOS_KEY"))
		must(err)
		for _, failure := range found {
			if failure.Subject == brokenID {
				fmt.Printf("failed %s-broken: %s: %s\n", number, failure.Cause, failure.Detail)
				return
			}
		}
		time.Sleep(500 * time.Millisecond)
	}
	log.Fatal("the broken order was not reported")
}
