"""Names of the example city: words of spinning, weaving and sewing, so that no real quarter is meant."""

from __future__ import annotations

MUNICIPALITIES = ("Ciudad Tejido", "Villa Trama")

DISTRICTS = (
    "Urdimbre",
    "La Hilandera",
    "Telar Viejo",
    "El Bastidor",
    "Lanzadera",
    "Las Madejas",
    "Ribera del Hilo",
    "El Carrete",
)

NEIGHBOURHOODS = (
    "Algodón", "El Lino", "Cáñamo", "La Lana", "Fique", "Yute", "La Seda", "El Esparto",
    "Alpaca", "Vicuña", "Merino", "El Vellón", "La Rueca", "El Huso", "El Torno", "La Devanadera",
    "El Batán", "La Carda", "El Peine", "El Ovillo", "La Madeja", "La Bobina", "El Dedal", "La Aguja",
    "El Alfiler", "La Tijera", "El Ojal", "El Botón", "La Presilla", "El Broche", "La Hebilla", "El Cordón",
    "La Trenza", "El Nudo", "El Lazo", "La Malla", "La Red", "El Encaje", "El Bordado", "El Calado",
    "La Puntada", "El Pespunte", "El Dobladillo", "La Basta", "El Remiendo", "El Zurcido", "La Costura", "El Retal",
    "El Paño", "La Manta", "El Poncho", "La Ruana", "El Rebozo", "La Faja", "El Tapiz", "La Alfombra",
    "La Estera", "El Cesto", "El Añil", "La Grana", "El Tinte", "La Orilla", "El Fleco", "La Borla",
)  # fmt: skip

_KINDS = {
    "hospital": "Hospital", "health_centre": "Centro de Salud", "school": "Escuela", "culture": "Biblioteca", "commerce": "Comercio",
}  # fmt: skip


def called(role: str, number: int) -> list[str]:
    """Names for `number` places of a kind, each different."""
    words = [name.split(" ", 1)[-1] for name in NEIGHBOURHOODS]
    return [
        f"{_KINDS[role]} {words[k % len(words)]}" + (f" {k // len(words) + 1}" if k >= len(words) else "")
        for k in range(number)
    ]
