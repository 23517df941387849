# What a server says of a few errors in the languages that PostgreSQL 15 has for it, as extended regular expressions: the language
# of its log, and of what it answers before anybody is logged in, is its own and cannot be asked for. Taken from its catalogs.
# gives: damage_words refused_words error_words

# damage_words: of data that cannot be right. What the server itself never translates comes first.
damage_words() {
  local IFS='|'
  local -a words=(
    'invalid page in block|could not read block|could not access status of transaction|missing chunk number|unexpected chunk number|unexpected zero page|data is corrupt|found xmin .* from before relfrozenxid|is not a btree'
    '(PANIC|PANICO|PANIK|ПАНІКА|ПАНИКА|პანიკა|比致命错误还过分的错误|손상): '
    'ungültige Seite in Block.*von Relation|konnte Block.*in Datei.*nicht lesen|konnte auf den Status von Transaktion.*nicht zugreifen|Index.*enthält unerwartete Nullseite bei Block|Index.*ist kein B-Tree'
    'la página no es válida en el bloque.*de la relación|no se pudo leer el bloque.*del archivo|no se pudo encontrar el estado de la transacción|índice.*contiene páginas vacías no esperadas en el bloque|el índice.*no es un btree'
    'page invalide dans le bloc.*de la relation|n.a pas pu lire le bloc.*dans le fichier|n.a pas pu accéder au statut de la transaction|l.index.*contient une page zéro inattendue au bloc|l.index.*n.est pas un btree'
    'pagina non valida nel blocco.*della relazione|lettura del blocco.*nel file.*fallita|non è stato possibile accedere allo stato della transazione|l.indice.*contiene una pagina inaspettata completamente a zero al blocco|l.indice.*non è un btree'
    'リレーション.*のブロック.*に不正なページ|ファイル.*で.*ブロックを読み取れませんでした|トランザクション.*のステータスにアクセスできませんでした|インデックス.*のブロック.*に予期していないゼロで埋められたページがあります|インデックス.*はbtreeではありません'
    'ურთიერთობის ..*. ბლოკის ..*. არასწორ გვერდი|ბლოკის.*წაკითხვის შეცდომა ფაილში|ტრანზაქციის.*სტატუსის წვდომის შეცდომა|ინდექსი.*ბლოკ.*-სთან მოულოდნელ ნულოვან გვერდს შეიცავს|ინდექსი.*ორობითი ხე არაა'
    '블록.해당 릴레이션:.*.에 잘못된 페이지가 있음|블럭을.*파일에서 읽을 수 없음|트랜잭션의 상태를 액세스할 수 없음|인덱스의.*번째 블럭에서 예상치 않은 zero page가 있습니다|인덱스는 btree 인덱스가 아닙니다'
    'некорректная страница в блоке.*отношения|не удалось прочитать блок.*в файле|не удалось получить состояние транзакции|в индексе.*неожиданно оказалась нулевая страница в блоке|индекс.*не является b-деревом'
    'ogiltig sida i block.*i relation|kunde inte läsa block.*i fil|kunde inte läsa status på transaktion|index.*innehåller en oväntad nollställd sida vid block|index.*är inte ett btree'
    'неприпустима сторінка в блоці.*відношення|не вдалося прочитати блок.*в файлі|не можливо отримати статус транзакції|індекс.*містить неочікувану нульову сторінку в блоці|індекс.*не є b-деревом'
    '关系.*中的块.*存在无效的页|无法在文件.*中读取块|无法处理事物.*的状态|索引.*在块.*上包含未期望的零页|索引.*不是一个 btree'
  )
  printf '%s' "${words[*]}"
}

# refused_words: of a user whom it does not let in, for a wrong password or as one that it does not know.
refused_words() {
  local IFS='|'
  local -a words=(
    'password authentication failed|role ".*" does not exist'
    'Passwort-Authentifizierung für Benutzer.*fehlgeschlagen|Rolle.*existiert nicht'
    'la autentificación password falló para el usuario|no existe el rol'
    'authentification par mot de passe échouée pour l.utilisateur|le rôle.*n.existe pas'
    'autenticazione con password fallita per l.utente|il ruolo.*non esiste'
    'ユーザー.*のパスワード認証に失敗しました|ロール.*は存在しません'
    'პაროლით ავთენტიფიკაცია მომხმარებლისთვის.*ვერ მოხერხდა|როლი არ არსებობს'
    '사용자.*의 password 인증을 실패했습니다|롤.role. 없음'
    'пользователь.*не прошёл проверку подлинности .по паролю.|роль.*не существует'
    'Lösenordsautentisering misslyckades för användare|rollen.*finns inte'
    'користувач.*не пройшов автентифікацію за допомогою пароля|роль.*не існує'
    '用户.*Password 认证失败|角色.*不存在'
  )
  printf '%s' "${words[*]}"
}

# error_words: by which a line tells an error, be it a program's or the server's own.
error_words() { printf '%s' 'error|ERROR|(FATAL|ERREUR|FATALE|FATALT|FEHLER|FEL|ВАЖНО|ОШИБКА|ПОМИЛКА|ФАТАЛЬНО|ფატალური|შეცდომა|致命错误|错误|오류|치명적오류): '; }
