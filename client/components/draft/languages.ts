/** Languages that can be chosen by name: those of ISO 639-1, and larger ones beside them. */
export const languageTags =
  'aa ab af ak am an ar arn as av ay az ba be ber bg bho bi bm bn bo br bs ca ce ceb ch ckb co crh cs cv cy da de din dv dz ee el en eo es et eu fa ff fi fil fj fo fr fur fy ga gd gl gn gu gv ha haw he hi hil hmn ho hr ht hu hy hz ia id ig ilo inh io is it iu ja jv ka kab kbd kg ki kj kk kl km kmb kn ko kok kr krc ks ku kum kv kw ky la lb lbe lez lg li ln lo lt lu luo lv mai mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn nr nso nv ny oc om or os pa pap pl ps pt qu rm rn ro rom ru rw sa sat sc sd se sg shi si sk sl sm sn so sq sr ss st su sv sw ta te tet tg th ti tig tk tn to tpi tr ts tt tum ty tzm udm ug uk umb ur uz ve vi wo xh yi yo yue za zh zu'.split(
    ' ',
  )
