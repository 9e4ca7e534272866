"""The tables, by what they are about. Times are UTC."""

from gateway.store.schema.base import Base, UtcDateTime, now
from gateway.store.schema.cases import (
    Case,
    CaseEvent,
    CaseMessage,
    CaseState,
    RoutingRule,
    Team,
    TranslationState,
    Turn,
)
from gateway.store.schema.conversations import Conversation, Message, Owner
from gateway.store.schema.delivery import Delivery, DeliveryState
from gateway.store.schema.staff import AuditEntry, Proposal, ProposalState, Role, StaffMember
from gateway.store.schema.statistics import CaseCount
from gateway.store.schema.whatsapp import (
    SentState,
    VoiceNote,
    VoiceWish,
    WhatsAppContact,
    WhatsAppMedia,
    WhatsAppPace,
    WhatsAppStatus,
)

__all__ = [
    "AuditEntry",
    "Base",
    "Case",
    "CaseCount",
    "CaseEvent",
    "CaseMessage",
    "CaseState",
    "Conversation",
    "Delivery",
    "DeliveryState",
    "Message",
    "Owner",
    "Proposal",
    "ProposalState",
    "Role",
    "RoutingRule",
    "SentState",
    "StaffMember",
    "Team",
    "TranslationState",
    "Turn",
    "UtcDateTime",
    "VoiceNote",
    "VoiceWish",
    "WhatsAppContact",
    "WhatsAppMedia",
    "WhatsAppPace",
    "WhatsAppStatus",
    "now",
]
