/// Example answers as the channel's documentation shows them; ids, names and amounts are invented.
enum Fixture {
    static let tokenGrant = #"""
        {"code":0,"message":"success","request_id":"20260105101500ABCDEF0123456789AB",
         "data":{"access_token":"ROW_demoAccess","access_token_expire_in":1768212900,
          "refresh_token":"ROW_demoRefresh","refresh_token_expire_in":1799144100,
          "open_id":"demoOpenId_1a2b3c","seller_name":"Demo Seller","seller_base_region":"GB",
          "user_type":0,"granted_scopes":["seller.authorization.info","seller.order.info","seller.product.basic"]}}
        """#

    static let authorizedShops = #"""
        {"code":0,"message":"Success","request_id":"2026010510160001",
         "data":{"shops":[{"id":"7495000000000000001","name":"Demo Shop GB","region":"GB","seller_type":"LOCAL","cipher":"ROW_demoCipher01","code":"GBLCDEMO01"}]}}
        """#

    static let webhook = #"""
        {"type":1,"tts_notification_id":"7327000000000000001","shop_id":"7495000000000000001","timestamp":1767225600,
         "data":{"order_id":"576400000000000001","order_status":"AWAITING_SHIPMENT","is_on_hold_order":true,"update_time":1767225598}}
        """#

    static let orders = #"""
        {"code":0,"message":"Success","request_id":"20260105120000DEMO0000000001","data":{"orders":[{
         "id":"576400000000000001","status":"AWAITING_SHIPMENT","order_type":"NORMAL","commerce_platform":"TIKTOK_SHOP",
         "user_id":"7021000000000000001","buyer_email":"demo1a2b@chat.seller.tiktok.com","buyer_message":"","seller_note":"",
         "create_time":1767221000,"paid_time":1767221042,"update_time":1767224700,
         "rts_sla_time":1767484800,"tts_sla_time":1767571200,"cancel_order_sla_time":1767830400,"shipping_due_time":1767830400,
         "fulfillment_type":"FULFILLMENT_BY_SELLER","shipping_type":"SELLER","delivery_type":"HOME_DELIVERY",
         "delivery_option_id":"7091000000000000001","delivery_option_name":"Standard shipping","warehouse_id":"6955000000000000001",
         "shipping_provider":"","shipping_provider_id":"","tracking_number":"","packages":[],
         "is_sample_order":false,"is_refundable_sample":false,"is_on_hold_order":true,"is_cod":false,"is_buyer_request_cancel":false,
         "is_replacement_order":false,"is_exchange_order":false,"is_subscription_order":false,"has_updated_recipient_address":false,
         "payment_method_name":"Credit/debit card",
         "payment":{"currency":"USD","original_total_product_price":"62.30","seller_discount":"4.00","platform_discount":"2.50","sub_total":"55.80",
          "original_shipping_fee":"5.99","shipping_fee_seller_discount":"0","shipping_fee_platform_discount":"5.99","shipping_fee_cofunded_discount":"0","shipping_fee":"0",
          "product_tax":"4.61","shipping_fee_tax":"0","tax":"4.61","retail_delivery_fee":"0","total_amount":"60.41"},
         "recipient_address":{"name":"Ana Demo","first_name":"Ana","last_name":"Demo","phone_number":"(+1)555-***-0100",
          "full_address":"12 Sample St, Apt 3, Austin, Travis, Texas, 78701, United States","address_detail":"12 Sample St, Apt 3",
          "address_line1":"12 Sample St","address_line2":"Apt 3","address_line3":"","address_line4":"","postal_code":"78701","region_code":"US",
          "district_info":[{"address_level_name":"Country","address_name":"United States","address_level":"L0"},
           {"address_level_name":"State","address_name":"Texas","address_level":"L1"},
           {"address_level_name":"County","address_name":"Travis","address_level":"L2"},
           {"address_level_name":"City","address_name":"Austin","address_level":"L3"}],
          "delivery_preferences":{"drop_off_location":"Front door"}},
         "line_items":[
          {"id":"577000000000000011","product_id":"1729000000000000001","product_name":"Demo tumbler","sku_id":"1729000000000000101","sku_name":"Blue, 500 ml","seller_sku":"TMB-500-BL",
           "sku_image":"https://img.example.com/a.jpg","display_status":"AWAITING_SHIPMENT","currency":"USD","original_price":"24.90","seller_discount":"2.00","platform_discount":"1.00","sale_price":"21.90",
           "item_tax":[{"tax_type":"SALES_TAX","tax_amount":"1.81","tax_rate":"0.0825"}],"is_gift":false,"is_dangerous_good":false,"gift_retail_price":"0","package_id":"","package_status":"","tracking_number":"","shipping_provider_id":"","shipping_provider_name":"","rts_time":0,"cancel_reason":"","cancel_user":""},
          {"id":"577000000000000012","product_id":"1729000000000000001","product_name":"Demo tumbler","sku_id":"1729000000000000101","sku_name":"Blue, 500 ml","seller_sku":"TMB-500-BL",
           "sku_image":"https://img.example.com/a.jpg","display_status":"AWAITING_SHIPMENT","currency":"USD","original_price":"24.90","seller_discount":"2.00","platform_discount":"1.00","sale_price":"21.90",
           "item_tax":[{"tax_type":"SALES_TAX","tax_amount":"1.81","tax_rate":"0.0825"}],"is_gift":false,"is_dangerous_good":false,"gift_retail_price":"0","package_id":"","package_status":"","tracking_number":"","shipping_provider_id":"","shipping_provider_name":"","rts_time":0,"cancel_reason":"","cancel_user":""},
          {"id":"577000000000000013","product_id":"1729000000000000002","product_name":"Demo brush","sku_id":"1729000000000000201","sku_name":"Default","seller_sku":"BRS-01",
           "sku_image":"https://img.example.com/b.jpg","display_status":"AWAITING_SHIPMENT","currency":"USD","original_price":"12.50","seller_discount":"0","platform_discount":"0.50","sale_price":"12.00",
           "item_tax":[{"tax_type":"SALES_TAX","tax_amount":"0.99","tax_rate":"0.0825"}],"is_gift":false,"is_dangerous_good":false,"gift_retail_price":"0","package_id":"","package_status":"","tracking_number":"","shipping_provider_id":"","shipping_provider_name":"","rts_time":0,"cancel_reason":"","cancel_user":""}]
         }],"next_page_token":"","total_count":1}}
        """#

    static let inventory = #"""
        {"code":0,"message":"Success","request_id":"r1","data":{"inventory":[{"product_id":"1729000000000000001","skus":[{"id":"1729000000000000101","seller_sku":"TMB-500-BL",
         "total_available_quantity":58,"total_committed_quantity":2,"warehouse_inventory":[{"warehouse_id":"6955000000000000001","available_quantity":58,"committed_quantity":2}],
         "total_available_inventory_distribution":{"in_shop_inventory":{"quantity":40},"campaign_inventory":[{"quantity":10,"campaign_name":"Demo week"}],"creator_inventory":[{"quantity":8,"creator_name":"demo_creator"}]}}]}]}}
        """#

    static let partialFailure = #"""
        {"code":0,"message":"Success","request_id":"r2","data":{"errors":[{"code":12052990,"message":"Check failed","detail":{"sku_id":"1729000000000000101","extra_errors":[{"warehouse_id":"6955000000000000001","code":12052097,"message":"warehouse not found"}]}}]}}
        """#

    static let cancellation = #"""
        {"cancel_id":"4035000000000000001","order_id":"576400000000000001","cancel_type":"BUYER_CANCEL","cancel_status":"CANCELLATION_REQUEST_PENDING","role":"BUYER",
         "cancel_reason":"demo_reason_key","create_time":1767230000,"update_time":1767230000,"seller_next_action_response":[{"action":"SELLER_RESPOND_BUYER_CANCEL","deadline":1767402800}],
         "refund_amount":{"currency":"USD","refund_total":"60.41","refund_subtotal":"55.80","refund_shipping_fee":"0","refund_tax":"4.61"},"should_replenish_stock":true}
        """#
}
