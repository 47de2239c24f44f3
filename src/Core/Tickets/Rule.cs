namespace Muster.Core.Tickets;

/// <summary>The rule of BEHAVIOUR that made the coordinator act; None where a person did.</summary>
public enum Rule
{
    None,
    L2,
    L3,
    L4,
    L5,
    L10,
    S4,
    S5,
    S6,
    S9,
    E1,
    E2,
    E3,
    E4,
    E6,
    E7,
    E12,
    M1,
    M3,
    M4,
    M5,
    M6,
    M7,
    R4,
    E8,
}
